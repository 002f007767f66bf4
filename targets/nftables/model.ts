import type { HookPoint, Side, Verdict } from "../../src/ir/ruleset.js";
import type { AddressSet } from "../../src/net/address-set.js";
import type { ConnectionState } from "../../src/net/connection-state.js";
import type { Timeout } from "../../src/net/duration.js";
import type { Family } from "../../src/net/family.js";
import type { PortRange, PortSet } from "../../src/net/ports.js";

/** One policy as nft holds it: a table of its own in the `inet` family. nft(8) is the reference. */
export interface NftProgram {
  readonly policy: string;
  /** The policy's file. */
  readonly source: string;
  readonly families: readonly Family[];
  readonly table: string;
  readonly sets: readonly NftSet[];
  /** Base chains first, in the order of {@link hookPoints}. */
  readonly chains: readonly NftChain[];
  /** Names that nft cannot spell. */
  readonly renamings: readonly Renaming[];
  /** The dynamic lists whose members some rule drops, for the header's examples. */
  readonly binned: readonly string[];
}

/** Every hook a policy can use: what an earlier version of the policy may have left hooks at. */
export const hookPoints: readonly HookPoint[] = ["input", "forward", "output"];

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
}

/** Permanent members: single hosts hashed, anything wider as intervals. */
export interface StaticSet {
  readonly kind: "hosts" | "intervals";
  readonly name: string;
  readonly list: string;
  readonly family: Family;
  readonly members: AddressSet;
}

export interface NftChain {
  readonly name: string;
  /** Comment lines above it. */
  readonly remarks: readonly string[];
  /** A base chain at this hook. */
  readonly hook: HookPoint | undefined;
  readonly groups: readonly RuleGroup[];
}

/** What became of one rule of the policy, under a heading that shows it. */
export interface RuleGroup {
  readonly remarks: readonly string[];
  readonly rules: readonly NftRule[];
}

/** Evaluated from left to right: matches, draw, counter, logs, guards, end. A step that fails ends the rule. */
export interface NftRule {
  readonly matches: readonly Match[];
  readonly draw: { readonly part: number; readonly whole: number } | undefined;
  readonly counter: boolean;
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
    }
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
  | { readonly kind: "states"; readonly states: readonly ConnectionState[] }
  | { readonly kind: "neighbour-discovery" };

export interface ProtocolPorts {
  readonly protocol: string;
  readonly range: PortRange;
}

export type End =
  | { readonly kind: Verdict | "return" }
  | { readonly kind: "jump" | "goto"; readonly chain: string }
  | {
      readonly kind: "update";
      readonly set: string;
      readonly family: Family;
      readonly side: Side;
      readonly timeout: Timeout;
    };
