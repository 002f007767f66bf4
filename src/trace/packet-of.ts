import { type Protocol, isOtherProtocol } from "../net/service.js";
import type { ConnectionState } from "../net/connection-state.js";
import type { TcpFlag } from "../net/tcp-flags.js";
import { type Host, unspecified } from "./addresses.js";
import type { TracedPacket } from "./line-reader.js";

/** What a trace tells of a packet; the rest is as of the plainest packet of its kind. */
export interface Told {
  readonly source: Host;
  readonly destination?: Host | undefined;
  readonly protocol: Protocol;
  readonly port?: number | undefined;
  readonly icmp?: { readonly type: number; readonly code: number } | undefined;
  readonly state?: ConnectionState | undefined;
  readonly in?: string | undefined;
  readonly out?: string | undefined;
  readonly length?: number | undefined;
  readonly flags?: readonly TcpFlag[] | undefined;
  readonly mac?: string | undefined;
}

/** A TCP SYN of Linux over IPv4. */
const usualLength = 60;

export function packetOf(told: Told): TracedPacket {
  const { source, destination, protocol, state = "new" } = told;
  const usualFlags: readonly TcpFlag[] = state === "new" ? ["syn"] : ["ack"];
  const echoRequest = { type: source.family === "ipv4" ? 8 : 128, code: 0 };
  return {
    family: source.family,
    source: source.address,
    destination: destination?.address ?? unspecified(source.family),
    protocol,
    port: told.port,
    icmp: protocol === "icmp" ? (told.icmp ?? echoRequest) : undefined,
    state,
    in: told.in,
    out: told.out,
    length: told.length ?? usualLength,
    flags: protocol === "tcp" ? (told.flags ?? usualFlags) : [],
    mac: told.mac,
  };
}

/** `TCP`, `icmpv6`, `GRE`, as logs and people write them. */
export function parseProtocol(text: string): Protocol | undefined {
  const name = text.toLowerCase();
  if (name === "tcp" || name === "udp" || isOtherProtocol(name)) return name;
  return name === "icmp" || name === "icmpv6" || name === "ipv6-icmp" ? "icmp" : undefined;
}

/** What connection tracking makes of TCP that a log shows with its flags alone. */
export function stateOf(flags: readonly TcpFlag[]): ConnectionState {
  if (flags.length === 0 || (flags.includes("syn") && !flags.includes("ack"))) return "new";
  // A firewall that logs lets through what belongs to a connection, as a rule, before it gets there.
  return "invalid";
}

/** Whether packets of this protocol go to a port. */
export function hasPorts(protocol: Protocol): boolean {
  return protocol === "tcp" || protocol === "udp" || protocol === "sctp";
}
