import type { AddressSet } from "../net/address-set.js";
import type { Chance } from "../net/chance.js";
import type { ConnectionState } from "../net/connection-state.js";
import type { Timeout } from "../net/duration.js";
import type { Family } from "../net/family.js";
import type { PortScan } from "../net/port-scan.js";
import type { PortRange } from "../net/ports.js";
import type { Rate } from "../net/rate.js";
import type { RejectAnswer } from "../net/reject.js";
import type { Service } from "../net/service.js";
import type { TcpFlag } from "../net/tcp-flags.js";
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
  /** The most entries it holds; undefined leaves it to the target. */
  readonly max: number | undefined;
  /** IPv6 addresses are listed and looked up by their network of this length. */
  readonly per: number | undefined;
  /** Some rule adds to it at run time. */
  readonly dynamic: boolean;
  readonly origin: Span;
  readonly note: string | undefined;
}

export type HookPoint = "input" | "forward" | "output" | "prerouting";

/** Where the jump into a hooked chain stands among rules that are not ours, where a device has such an order. */
export type Place =
  | { readonly kind: "first" }
  | { readonly kind: "last" }
  | { readonly kind: "after"; readonly comment: string; readonly origin: Span };

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
  readonly place: Place;
  /** What narrows it: `hook input in wan`. */
  readonly interfaces: readonly InterfaceMatcher[];
}

/** All matchers hold and the draw succeeds: then the actions run, in order, once. */
export interface Rule {
  /** Packets of these families only; never empty. */
  readonly families: readonly Family[];
  /** At most one of a kind and side, in the order in which RouterOS asks them. */
  readonly matchers: readonly Matcher[];
  /** Undefined is certain. */
  readonly chance: Chance | undefined;
  /** Asked last of all, the one without a key first; a packet that gets here takes a token. */
  readonly rates: readonly RateMatcher[];
  readonly actions: readonly Action[];
  readonly origin: Span;
  readonly note: string | undefined;
}

export type Matcher =
  | InterfaceMatcher
  | MacMatcher
  | AddressMatcher
  | LengthMatcher
  | ServiceMatcher
  | FlagsMatcher
  | StateMatcher
  | ConnectionsMatcher
  | ScanMatcher;

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

export interface MacMatcher {
  readonly kind: "mac";
  readonly negated: boolean;
  /** Lower case, with colons. */
  readonly address: string;
}

/** Packet length in bytes, with the IP header. */
export interface LengthMatcher {
  readonly kind: "length";
  readonly range: PortRange;
}

/** TCP flags that are set and that are not; the rest does not matter. */
export interface FlagsMatcher {
  readonly kind: "flags";
  readonly set: readonly TcpFlag[];
  readonly unset: readonly TcpFlag[];
}

/** More tracked connections than `above` from or to the packet's address, or its network of `length` bits. */
export interface ConnectionsMatcher {
  readonly kind: "connections";
  readonly above: number;
  readonly per: Side;
  readonly length: number | undefined;
  readonly origin: Span;
}

/** A port scan (RouterOS `psd`). */
export interface ScanMatcher {
  readonly kind: "scan";
  readonly scan: PortScan;
}

/** One token bucket for the rule, or one for each key. */
export interface RateMatcher {
  /** Holds when the bucket is empty, instead of while it has tokens. */
  readonly over: boolean;
  readonly rate: Rate;
  readonly burst: number;
  readonly per: readonly Side[];
  readonly origin: Span;
}

export type Verdict =
  | { readonly kind: "accept" }
  | { readonly kind: "drop" }
  | { readonly kind: "tarpit" }
  | { readonly kind: "reject"; readonly answer: RejectAnswer };

export type Action =
  | Verdict
  /** The first of them that the target and the family have. */
  | { readonly kind: "else"; readonly choices: readonly Verdict[] }
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
    case "tarpit":
    case "reject":
    case "else":
    case "return":
    case "jump":
      return true;
    case "log":
    case "count":
    case "add":
      return false;
  }
}
