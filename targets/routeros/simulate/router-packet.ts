import type { HookPoint } from "../../../src/ir/ruleset.js";
import type { ConnectionState } from "../../../src/net/connection-state.js";
import type { Family } from "../../../src/net/family.js";
import type { TcpFlag } from "../../../src/net/tcp-flags.js";

/** A packet as a router's rules see it at one built-in chain. What is undefined is not known. */
export interface RouterPacket {
  /** Milliseconds; never before that of the packet before. */
  readonly at: number;
  /** The built-in chain that it enters; `prerouting` is that of the raw table. */
  readonly hook: HookPoint;
  readonly family: Family;
  readonly source: number | bigint;
  readonly destination: number | bigint;
  /** As the IP header has it: 6 is TCP. */
  readonly protocol: number;
  readonly sourcePort?: number | undefined;
  /** Of TCP and UDP. */
  readonly destinationPort?: number | undefined;
  readonly icmp?: { readonly type: number; readonly code: number } | undefined;
  readonly state: ConnectionState;
  readonly in: RouterInterface;
  readonly out: RouterInterface;
  /** Bytes, with the IP header. */
  readonly length: number;
  readonly flags: readonly TcpFlag[];
  /** Lower case; undefined for one that came by no Ethernet. */
  readonly mac: string | undefined;
  /**
   * What else is known, by the matcher that asks: `dstnat` alone for `connection-nat-state` says that no other
   * value holds.
   */
  readonly known?: ReadonlyMap<string, readonly string[]> | undefined;
}

/** Where a packet came in or goes out; undefined members are not known. */
export interface RouterInterface {
  /** What it is called; empty when there is none, such as the way in of the router's own packets. */
  readonly name: string | undefined;
  /** The interface lists that it is a member of. */
  readonly lists: readonly string[] | undefined;
}
