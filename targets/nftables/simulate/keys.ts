import type { Side } from "../../../src/ir/ruleset.js";
import type { Family } from "../../../src/net/family.js";
import { type Protocol, otherProtocolNumbers } from "../../../src/net/service.js";
import type { Address, Packet } from "../../../src/simulate/packet.js";
import type { MeterKey } from "../model.js";
import type { Key } from "./hash-set.js";

/** What is loaded from a packet; undefined when it has no such field, which breaks the rule. */
export type Load<T> = (packet: Packet) => T | undefined;

/** `ip saddr`, `ip6 daddr & MASK`: packets of the other family break the rule, whatever is asked of the address. */
export function addressLoad(family: Family, side: Side, per: number | undefined): Load<Address> {
  if (per === undefined) {
    return (packet) => (packet.family === family ? packet[side] : undefined);
  }
  return (packet) => (packet.family === family ? network(packet[side], per) : undefined);
}

function network(address: Address, length: number): Address {
  if (typeof address === "number") {
    const size = 2 ** (32 - length);
    return Math.floor(address / size) * size;
  }
  const bits = BigInt(128 - length);
  return (address >> bits) << bits;
}

export function keyLoad({ family, sides, per }: MeterKey): Load<Key> {
  const [first, ...others] = sides.map((side) => addressLoad(family, side, per));
  if (first === undefined) throw new Error("a key has an address");
  if (others.length === 0) return first;
  return (packet) =>
    packet.family === family
      ? [first, ...others].map((load) => String(load(packet))).join(" . ")
      : undefined;
}

/** What a scan knows a port by: `ip saddr . meta l4proto . th dport`. */
export function portLoad(family: Family): Load<Key> {
  return (packet) =>
    packet.family === family && packet.port !== undefined
      ? [String(packet.source), packet.protocol, String(packet.port)].join(" . ")
      : undefined;
}

/** `meta l4proto`, as the model names protocols. */
export function protocolOf({ protocol, family }: Packet): string {
  if (protocol !== "icmp") return protocolName(protocol);
  return family === "ipv6" ? "icmpv6" : "icmp";
}

function protocolName(protocol: Exclude<Protocol, "icmp">): string {
  return protocol === "tcp" || protocol === "udp"
    ? protocol
    : String(otherProtocolNumbers[protocol]);
}
