import type { HookPoint, Side } from "../../src/ir/ruleset.js";
import type { AddressSet } from "../../src/net/address-set.js";
import type { ConnectionState } from "../../src/net/connection-state.js";
import type { Duration, Timeout } from "../../src/net/duration.js";
import type { Family } from "../../src/net/family.js";
import type { IcmpType } from "../../src/net/icmp.js";
import type { PortRange, PortSet } from "../../src/net/ports.js";
import type { Bucket } from "../../src/net/rate.js";
import type { RejectAnswer } from "../../src/net/reject.js";
import type { TcpFlag } from "../../src/net/tcp-flags.js";

/** One policy as nft holds it: a table of its own in the `inet` family. nft(8) is the reference. */
export interface NftProgram {
  readonly policy: string;
  /** The policy's file. */
  readonly source: string;
  readonly table: string;
  readonly sets: readonly NftSet[];
  /** What rates, `conns` and `scan` count by. */
  readonly meters: readonly MeterSet[];
  readonly limits: readonly NamedLimit[];
  /** Base chains first, in the order of {@link baseChains}. */
  readonly chains: readonly NftChain[];
  /** Names that nft cannot spell. */
  readonly renamings: readonly Renaming[];
  /** The dynamic lists whose members some rule drops, for the header's examples. */
  readonly binned: readonly string[];
}

/** A hook and a turn there: `last` comes after the tables of most people, not before. */
export interface BaseChain {
  readonly name: string;
  readonly point: HookPoint;
  readonly last: boolean;
}

/** Every base chain a policy can have: what an earlier version of the policy may have left. */
export const baseChains: readonly BaseChain[] = (
  ["prerouting", "input", "forward", "output"] as const
).flatMap((point) => [
  { name: point, point, last: false },
  { name: `${point}_last`, point, last: true },
]);

export interface Renaming {
  readonly kind: "policy" | "list" | "chain";
  readonly from: string;
  readonly to: string;
}

export type NftSet = DynamicSet | StaticSet;

/** Takes members at run time: `dynamic` each with its own timeout, `kept` for ever. */
export interface DynamicSet {
  readonly kind: "dynamic" | "kept";
  readonly name: string;
  readonly list: string;
  readonly family: Family;
  /** The most members. */
  readonly size: number;
  /** The length of the networks that stand for their addresses; undefined for addresses themselves. */
  readonly per: number | undefined;
}

/** Permanent members: single hosts hashed, anything wider as intervals; of a long list, each kind in its own set. */
export interface StaticSet {
  readonly kind: "hosts" | "intervals";
  readonly name: string;
  readonly list: string;
  readonly family: Family;
  /** All of the list's, of this family. */
  readonly members: AddressSet;
  /** The single hosts among the members are in another set. */
  readonly withoutHosts: boolean;
}

/** Holds a bucket, a weight or the open connections of each key. */
export interface MeterSet {
  readonly name: string;
  readonly family: Family;
  /** Of nft's data types, such as `ipv4_addr . inet_service`. */
  readonly type: string;
  /** How long it remembers a key that no packet brings; undefined for as long as it has to. */
  readonly timeout: Duration | undefined;
}

/** One bucket for several rules of nft's. */
export interface NamedLimit {
  readonly name: string;
  readonly over: boolean;
  readonly bucket: Bucket;
}

export interface NftChain {
  readonly name: string;
  /** Comment lines above it. */
  readonly remarks: readonly string[];
  /** For a base chain. */
  readonly hook: BaseChain | undefined;
  readonly groups: readonly RuleGroup[];
}

/** What became of one rule of the policy, under a heading that shows it. */
export interface RuleGroup {
  readonly remarks: readonly string[];
  readonly rules: readonly NftRule[];
}

/** Evaluated from left to right: matches, tests, counter, logs, guards, end. A step that fails ends the rule. */
export interface NftRule {
  readonly matches: readonly Match[];
  /** What must not be asked twice: draws, and what counts the packets that are asked about. */
  readonly tests: readonly Test[];
  readonly counter: boolean;
  /** Prefixes, with the space that keeps them apart from what the kernel writes behind. */
  readonly logs: readonly string[];
  /** What must hold for the end alone, not for the logs. */
  readonly guards: readonly Match[];
  /** At most one, and last: a set without room breaks the rule there, so nothing may follow an update. */
  readonly end: End | undefined;
  readonly comment: string | undefined;
}

export type Match =
  | { readonly kind: "family"; readonly family: Family }
  | {
      readonly kind: "interface";
      readonly direction: "in" | "out";
      readonly negated: boolean;
      readonly names: readonly string[];
    }
  | {
      readonly kind: "set";
      readonly family: Family;
      readonly side: Side;
      readonly negated: boolean;
      readonly set: string;
      /** Looks for the address's network of this length. */
      readonly per: number | undefined;
    }
  /** The set had no room for this packet's key. */
  | { readonly kind: "without-meter"; readonly set: string; readonly key: MeterKey }
  | {
      readonly kind: "addresses";
      readonly family: Family;
      readonly side: Side;
      readonly negated: boolean;
      readonly addresses: AddressSet;
    }
  | {
      readonly kind: "protocols";
      readonly negated: boolean;
      readonly protocols: readonly string[];
    }
  | {
      readonly kind: "ports";
      readonly protocol: string;
      readonly negated: boolean;
      readonly ports: PortSet;
    }
  /** The same ports of several protocols. */
  | {
      readonly kind: "shared-ports";
      readonly protocols: readonly string[];
      readonly ports: PortSet;
    }
  /** Ports of several protocols, as a concatenation. */
  | { readonly kind: "protocol-ports"; readonly pairs: readonly ProtocolPorts[] }
  | {
      readonly kind: "icmp";
      readonly family: Family;
      readonly negated: boolean;
      readonly types: readonly IcmpType[];
    }
  | {
      readonly kind: "flags";
      readonly set: readonly TcpFlag[];
      readonly unset: readonly TcpFlag[];
    }
  /** Has at least one of them. */
  | { readonly kind: "some-flag"; readonly flags: readonly TcpFlag[] }
  | { readonly kind: "length"; readonly range: PortRange }
  | { readonly kind: "mac"; readonly negated: boolean; readonly address: string }
  /** TCP or UDP to a port below 1024, or to another. */
  | { readonly kind: "low-port"; readonly low: boolean }
  | { readonly kind: "states"; readonly states: readonly ConnectionState[] }
  | { readonly kind: "neighbour-discovery" };

export interface ProtocolPorts {
  readonly protocol: string;
  readonly range: PortRange;
}

/** The chain for ports of a protocol. */
export interface PortCase extends ProtocolPorts {
  readonly chain: string;
}

/** What a meter tells packets apart by: addresses, or the network of this length of the only one. */
export interface MeterKey {
  readonly family: Family;
  readonly sides: readonly Side[];
  readonly per: number | undefined;
}

export type Test =
  /** @property fails holds when the draw does not */
  | {
      readonly kind: "draw";
      readonly part: number;
      readonly whole: number;
      readonly fails: boolean;
    }
  | { readonly kind: "limit"; readonly over: boolean; readonly bucket: Bucket }
  | { readonly kind: "named-limit"; readonly name: string }
  | {
      readonly kind: "meter";
      readonly set: string;
      readonly key: MeterKey;
      readonly over: boolean;
      readonly bucket: Bucket;
    }
  | {
      readonly kind: "connections";
      readonly set: string;
      readonly key: MeterKey;
      readonly over: boolean;
      readonly most: number;
    }
  /** The source has not been seen at this port of this protocol lately. */
  | { readonly kind: "fresh-port"; readonly set: string; readonly family: Family }
  /** Adds one to the weight of the source; holds when it weighed that much before. */
  | {
      readonly kind: "weight";
      readonly set: string;
      readonly family: Family;
      readonly most: number;
    };

export type End =
  | { readonly kind: "accept" | "drop" | "return" }
  | { readonly kind: "reject"; readonly answer: RejectAnswer }
  | { readonly kind: "jump" | "goto"; readonly chain: string }
  /** A jump to the chain of the packet's port, if there is one. */
  | { readonly kind: "ports"; readonly cases: readonly PortCase[] }
  | { readonly kind: "remember-port"; readonly set: string; readonly family: Family }
  | {
      readonly kind: "update";
      readonly set: string;
      readonly family: Family;
      readonly side: Side;
      readonly per: number | undefined;
      readonly timeout: Timeout;
    };
