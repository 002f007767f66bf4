import type { HookPoint } from "../ir/ruleset.js";
import type { ConnectionState } from "../net/connection-state.js";
import type { Family } from "../net/family.js";
import type { Protocol } from "../net/service.js";
import type { TcpFlag } from "../net/tcp-flags.js";

/** An address of one family: a number under IPv4, a bigint under IPv6, as in `net/address.ts`. */
export type Address = number | bigint;

/**
 * An address as a key of a Map: whole numbers of 32 bits with a sign are values of V8's, larger ones are objects that
 * have to be looked into.
 */
export function keyOf(address: Address): Address {
  return typeof address === "number" ? address | 0 : address;
}

export function addressOf(key: Address): Address {
  return typeof key === "number" ? key >>> 0 : key;
}

/** One packet as the rules at one hook see it. */
export interface Packet {
  /** Milliseconds since the world began; never before that of the packet before. */
  readonly at: number;
  readonly hook: HookPoint;
  readonly family: Family;
  readonly source: Address;
  readonly destination: Address;
  /** `icmp` is ICMPv6 under IPv6. */
  readonly protocol: Protocol;
  /** The destination port; undefined for a protocol without ports. */
  readonly port: number | undefined;
  /** Of ICMP, and undefined for other protocols. */
  readonly icmp: { readonly type: number; readonly code: number } | undefined;
  readonly state: ConnectionState;
  /** Where it came in and goes out, by the policy's own names of interfaces; undefined is none of them. */
  readonly in: string | undefined;
  readonly out: string | undefined;
  /** Bytes, with the IP header. */
  readonly length: number;
  /** Those that are set; empty for anything but TCP. */
  readonly flags: readonly TcpFlag[];
  /** The source's, lower case with colons. */
  readonly mac: string | undefined;
}

/** A packet on its way, before it meets a hook. */
export type TravellingPacket = Omit<Packet, "hook">;
