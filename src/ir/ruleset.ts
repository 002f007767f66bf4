import type { AddressSet } from "../net/address-set.js";
import type { Chance } from "../net/chance.js";
import type { ConnectionState } from "../net/connection-state.js";
import type { Timeout } from "../net/duration.js";
import type { Family } from "../net/family.js";
import type { Service } from "../net/service.js";
import type { Span } from "../source/source-file.js";

/**
 * A policy as every target, the simulator and the lint see it: names looked up, ladders spelled out as
 * chains, families worked out. LANGUAGE.md section 7 is its meaning.
 */
export interface Ruleset {
  /** The name that owns everything pushed. */
  readonly policy: string;
  /** The root file's name. */
  readonly source: string;
  readonly families: readonly Family[];
  /** In the order of declaration. */
  readonly lists: readonly AddressList[];
  /** In file order; the hooked ones of a hook act in this order, as if they were one. */
  readonly chains: readonly Chain[];
}

/** A list of addresses of both families. */
export interface AddressList {
  readonly name: string;
  /** Members without a timer. */
  readonly permanent: AddressSet;
  /** Some rule adds to it at run time. */
  readonly dynamic: boolean;
  readonly origin: Span;
  readonly note: string | undefined;
}

export type HookPoint = "input" | "forward" | "output";

export interface Chain {
  readonly name: string;
  /** Where packets enter it; a chain without a hook is entered by `jump` alone. */
  readonly hook: Hook | undefined;
  readonly rules: readonly Rule[];
  readonly origin: Span;
  readonly note: string | undefined;
}

export interface Hook {
  readonly point: HookPoint;
  /** What narrows it: `hook input in wan`. */
  readonly interfaces: readonly InterfaceMatcher[];
}

/** All matchers hold and the draw succeeds: then the actions run, in order, once. */
export interface Rule {
  /** Packets of these families only; never empty. */
  readonly families: readonly Family[];
  /** At most one of a kind and side, in {@link matcherOrder}. */
  readonly matchers: readonly Matcher[];
  /** Undefined is certain. */
  readonly chance: Chance | undefined;
  readonly actions: readonly Action[];
  readonly origin: Span;
  readonly note: string | undefined;
}

export type Matcher = InterfaceMatcher | AddressMatcher | ServiceMatcher | StateMatcher;

export interface InterfaceMatcher {
  readonly kind: "interface";
  readonly direction: "in" | "out";
  readonly negated: boolean;
  readonly interface: Interface;
}

/** One name of the policy, spelled for each target. */
export interface Interface {
  readonly name: string;
  readonly spellings: readonly InterfaceSpelling[];
  readonly origin: Span;
}

export interface InterfaceSpelling {
  readonly target: string;
  /** The names are those of RouterOS interface lists. */
  readonly ofLists: boolean;
  readonly names: readonly string[];
  readonly origin: Span;
}

export type Side = "source" | "destination";

export interface AddressMatcher {
  readonly kind: "address";
  readonly side: Side;
  readonly negated: boolean;
  readonly operand:
    | { readonly kind: "list"; readonly list: string }
    | { readonly kind: "literal"; readonly addresses: AddressSet };
}

export interface ServiceMatcher {
  readonly kind: "service";
  readonly negated: boolean;
  readonly service: Service;
  /** As the policy calls it. */
  readonly written: string;
}

/** Any of these states, in canonical order; negation is resolved. */
export interface StateMatcher {
  readonly kind: "state";
  readonly states: readonly ConnectionState[];
}

export type Verdict = "accept" | "drop";

export type Action =
  | { readonly kind: Verdict }
  | { readonly kind: "return" }
  | { readonly kind: "jump"; readonly chain: string }
  | { readonly kind: "log"; readonly prefix: string; readonly origin: Span }
  | { readonly kind: "count" }
  | AddAction;

export interface AddAction {
  readonly kind: "add";
  readonly side: Side;
  readonly list: string;
  readonly timeout: Timeout;
  readonly origin: Span;
}

/** Whether this action ends the rule's actions: a verdict, `jump` or `return`. */
export function isTerminal(action: Action): boolean {
  switch (action.kind) {
    case "accept":
    case "drop":
    case "return":
    case "jump":
      return true;
    case "log":
    case "count":
    case "add":
      return false;
  }
}
