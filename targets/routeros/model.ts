import type { HookPoint, Place, Side } from "../../src/ir/ruleset.js";
import type { AddressSet } from "../../src/net/address-set.js";
import type { Family } from "../../src/net/family.js";
import type { Span } from "../../src/source/source-file.js";

/**
 * A policy as a router holds it: address lists, chains of rules, and what leads into them from the built-in
 * chains. Every text is as RouterOS reads it back. RouterOS manual, "Filter", "Address lists".
 */
export interface RouterosProgram {
  /** Of RouterOS, as it was asked for. */
  readonly version: string;
  readonly policy: string;
  /** The root file's name. */
  readonly source: string;
  /** What the comment of everything of this policy begins with, before a space. */
  readonly owner: string;
  /** Names that RouterOS carries under another spelling. */
  readonly renamings: readonly Renaming[];
  /** Families whose menus an import puts in order; those without a {@link FamilyProgram} end up empty. */
  readonly cleared: readonly Family[];
  /** Those of which there is anything. */
  readonly families: readonly FamilyProgram[];
}

export interface Renaming {
  readonly kind: "list" | "chain";
  readonly name: string;
  readonly spelled: string;
}

/** What goes under `/ip/firewall`, or under `/ipv6/firewall`. */
export interface FamilyProgram {
  readonly family: Family;
  /** Lists with permanent entries; the others come to be by their first entry. */
  readonly lists: readonly RouterosList[];
  /** Those with rules. */
  readonly tables: readonly TableProgram[];
}

/** `raw` comes before connection tracking, and so knows less. Chain names of the one mean nothing in the other. */
export type Table = "filter" | "raw";

export const tables: readonly Table[] = ["filter", "raw"];

/** What goes into one table of a family. */
export interface TableProgram {
  readonly table: Table;
  /** What stands in built-in chains, the jumps for the most part; never a `return`. */
  readonly hooks: readonly RouterosHook[];
  /** In file order, each followed by the helper chains that its rules need. */
  readonly chains: readonly RouterosChain[];
}

export interface RouterosList {
  readonly name: string;
  readonly addresses: AddressSet;
  /** That of each entry. */
  readonly comment: string;
  readonly note: string | undefined;
}

export interface RouterosHook {
  /** The built-in chain. */
  readonly point: HookPoint;
  readonly place: Place;
  readonly rules: readonly FilterRule[];
}

export interface RouterosChain {
  readonly name: string;
  readonly rules: readonly FilterRule[];
  readonly note: string | undefined;
}

/** One rule: all conditions hold, then the one action is done. */
export interface FilterRule {
  readonly conditions: Conditions;
  readonly action: RuleAction;
  /** `log=yes` with this prefix; for the action `log` its own prefix. */
  readonly log: string | undefined;
  readonly comment: string;
  readonly origin: Span;
}

export type RuleAction =
  | { readonly kind: "accept" | "drop" | "tarpit" | "return" | "passthrough" | "log" }
  | { readonly kind: "reject"; readonly answer: string }
  | { readonly kind: "jump"; readonly chain: string }
  | {
      readonly kind: "add";
      readonly side: Side;
      readonly list: string;
      /** `4h`, or `none-dynamic` for an entry that stays until the router restarts. */
      readonly timeout: string;
    };

/** The matchers that are emitted, in the order of output, which is that of their evaluation. */
export const conditionProperties = [
  "src-mac-address",
  "in-interface",
  "in-interface-list",
  "out-interface",
  "out-interface-list",
  "src-address",
  "src-address-list",
  "dst-address",
  "dst-address-list",
  "packet-size",
  "protocol",
  "dst-port",
  "tcp-flags",
  "icmp-options",
  "connection-state",
  "connection-limit",
  "psd",
  "random",
  "limit",
  "dst-limit",
] as const;

export type ConditionProperty = (typeof conditionProperties)[number];

/** A negated value begins with `!`. */
export type Conditions = Readonly<Partial<Record<ConditionProperty, string>>>;

/** The table in which packets are met at a hook. */
export function tableOf(point: HookPoint): Table {
  return point === "prerouting" ? "raw" : "filter";
}

/** The menu of a family's rules or list entries, in the path form of RouterOS 7. */
export function menuPath(family: Family, menu: Table | "address-list"): string {
  return family === "ipv4" ? `/ip/firewall/${menu}` : `/ipv6/firewall/${menu}`;
}
