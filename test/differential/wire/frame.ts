import type { Packet } from "../../../src/simulate/packet.js";
import type { Protocol } from "../../../src/net/service.js";
import { otherProtocolNumbers } from "../../../src/net/service.js";

/** A packet to be written to the wire. */
export interface FrameOptions {
  /** Told apart by it when it comes out: IPv4's identification, IPv6's flow label. */
  readonly tag: number;
  readonly sourcePort: number;
  /** DSCP 1, by which the receiver leaves it out of connection tracking. */
  readonly untracked: boolean;
  /** A wrong checksum, which connection tracking calls invalid. */
  readonly wrong: boolean;
}

/** An Ethernet frame (RFC 894, RFC 2464) with this packet in it: `length` is that of the IP packet. */
export function frameOf(packet: Packet, to: string, options: FrameOptions): Uint8Array {
  const ip = packet.family === "ipv4" ? ipv4(packet, options) : ipv6(packet, options);
  const type = packet.family === "ipv4" ? [0x08, 0x00] : [0x86, 0xdd];
  const from = packet.mac ?? "02:00:00:00:00:02";
  return Uint8Array.from([...macBytes(to), ...macBytes(from), ...type, ...ip]);
}

function macBytes(text: string): readonly number[] {
  return text.split(":").map((pair) => Number.parseInt(pair, 16));
}

/** RFC 791, without options. */
function ipv4(packet: Packet, options: FrameOptions): readonly number[] {
  const addresses = [...bytesOf(packet.source, 4), ...bytesOf(packet.destination, 4)];
  const head = [
    0x45,
    options.untracked ? 1 << 2 : 0,
    ...two(packet.length),
    ...two(options.tag),
    0x40,
    0,
    64,
    protocolNumber(packet),
    0,
    0,
    ...addresses,
  ];
  head.splice(10, 2, ...two(checksum(head)));
  return [...head, ...payload(packet, options, addresses, packet.length - 20)];
}

/** RFC 8200. */
function ipv6(packet: Packet, options: FrameOptions): readonly number[] {
  const addresses = [...bytesOf(packet.source, 16), ...bytesOf(packet.destination, 16)];
  const room = packet.length - 40;
  const trafficClass = options.untracked ? 1 << 2 : 0;
  const first = (6 * 2 ** 28 + trafficClass * 2 ** 20 + options.tag) >>> 0;
  return [
    ...two(first >>> 16),
    ...two(first & 0xffff),
    ...two(room),
    protocolNumber(packet),
    64,
    ...addresses,
    ...payload(packet, options, addresses, room),
  ];
}

function protocolNumber({ protocol, family }: Packet): number {
  return numberOf(protocol, family === "ipv4" ? 1 : 58);
}

function numberOf(protocol: Protocol, icmp: number): number {
  if (protocol === "tcp") return 6;
  if (protocol === "udp") return 17;
  return protocol === "icmp" ? icmp : otherProtocolNumbers[protocol];
}

/** The least that an IP packet with this protocol takes. */
export function leastLength(packet: Pick<Packet, "family" | "protocol">): number {
  const header = packet.family === "ipv4" ? 20 : 40;
  return header + (packet.protocol === "tcp" ? 20 : 8);
}

function payload(
  packet: Packet,
  { sourcePort, wrong }: FrameOptions,
  addresses: readonly number[],
  room: number,
): readonly number[] {
  const port = packet.port ?? 0;
  const filled = (head: readonly number[], place: number): readonly number[] => {
    const bytes = [...head, ...new Array<number>(room - head.length).fill(0)];
    const pseudo =
      packet.protocol === "icmp" && packet.family === "ipv4"
        ? []
        : [...addresses, ...two(0), ...two(room), 0, protocolNumber(packet)];
    const sum = checksum([...pseudo, ...bytes]);
    bytes.splice(place, 2, ...two(wrong ? sum ^ 0x5555 : sum));
    return bytes;
  };
  if (packet.protocol === "tcp") {
    const flags = packet.flags.reduce((bits, flag) => bits | flagBits[flag], 0);
    const numbers = [0, 0, 0, 1, 0, 0, 0, 0];
    const head = [...two(sourcePort), ...two(port), ...numbers, 0x50, flags, 4, 0, 0, 0, 0, 0];
    return filled(head, 16);
  }
  if (packet.protocol === "udp") {
    return filled([...two(sourcePort), ...two(port), ...two(room), 0, 0], 6);
  }
  if (packet.protocol === "icmp") {
    const { type = 8, code = 0 } = packet.icmp ?? {};
    return filled([type, code, 0, 0, ...two(sourcePort), 0, 1], 2);
  }
  return new Array<number>(room).fill(0);
}

/** RFC 9293, section 3.1. */
const flagBits = { fin: 1, syn: 2, rst: 4, psh: 8, ack: 16, urg: 32, ece: 64, cwr: 128 } as const;

function bytesOf(address: number | bigint, count: number): readonly number[] {
  const value = BigInt(address);
  return Array.from({ length: count }, (_, index) =>
    Number((value >> BigInt(8 * (count - 1 - index))) & 0xffn),
  );
}

function two(value: number): readonly [number, number] {
  return [(value >>> 8) & 0xff, value & 0xff];
}

/** RFC 1071. */
function checksum(bytes: readonly number[]): number {
  let sum = 0;
  for (let index = 0; index < bytes.length; index += 2) {
    sum += (bytes[index] ?? 0) * 256 + (bytes[index + 1] ?? 0);
  }
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
}
