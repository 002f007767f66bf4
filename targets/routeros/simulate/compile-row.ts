import type { Family } from "../../../src/net/family.js";
import type { Table } from "../model.js";
import type { AddressLists } from "./address-lists.js";
import { countingMatchers, type CountingWorld } from "./counting-matchers.js";
import { factMatcher, hasPorts, headerMatchers } from "./header-matchers.js";
import { inverted, type Matcher } from "./matcher.js";
import { inMatcherOrder } from "./matcher-order.js";
import { protocolNumber, tcp } from "./protocols.js";
import { type EntryTimeout, parseEntryTimeout } from "./router-time.js";
import type { Properties, RuleRow } from "./rule-table.js";

/** A row made ready for packets. */
export interface CompiledRow {
  readonly row: RuleRow;
  /** In RouterOS's order. */
  readonly matchers: readonly NamedMatcher[];
  readonly action: RowAction;
  /** The prefix, when it writes to the log. */
  readonly log: string | undefined;
}

export interface NamedMatcher {
  readonly property: string;
  readonly value: string;
  readonly kind: MatcherKind;
  readonly matches: Matcher;
}

/** What decides beside the packet: a draw, a bucket that fills with time, what other packets did, or nothing. */
export type MatcherKind = "draw" | "rate" | "scan" | "connections" | "list" | "plain";

export type RowAction =
  | { readonly kind: "accept" | "drop" | "tarpit" | "return" }
  | { readonly kind: "reject"; readonly answer: string }
  | { readonly kind: "jump"; readonly chain: string }
  | {
      readonly kind: "add";
      readonly side: "source" | "destination";
      readonly list: string;
      readonly timeout: EntryTimeout;
    }
  /** Counts, and lets the packet go on: `passthrough`, `log`, and those whose effect is on later stages. */
  | { readonly kind: "go-on" }
  /** Nobody here knows what it does. */
  | { readonly kind: "unknown"; readonly name: string };

export interface RowContext {
  readonly family: Family;
  readonly table: Table;
  readonly lists: AddressLists;
  readonly world: CountingWorld;
}

/** @returns undefined for a row that does nothing: one that is disabled, or that RouterOS would show as invalid */
export function compileRow(row: RuleRow, context: RowContext): CompiledRow | undefined {
  const { properties } = row;
  if (isYes(properties["disabled"]) || isYes(properties["invalid"])) return undefined;
  const action = actionOf(properties, context);
  if (action === undefined) return undefined;
  const names = Object.keys(properties).filter(
    (name) => !otherProperties.has(name) && properties[name] !== "",
  );
  const matchers = inMatcherOrder(names).map((property) =>
    namedMatcher(property, properties[property] ?? "", context),
  );
  const logs = isYes(properties["log"]) || properties["action"] === "log";
  return { row, matchers, action, log: logs ? (properties["log-prefix"] ?? "") : undefined };
}

function isYes(value: string | undefined): boolean {
  return value === "yes" || value === "true";
}

/** What is no matcher: what the row does, and what is only for its reader. */
const otherProperties: ReadonlySet<string> = new Set([
  ".id",
  ".nextid",
  "chain",
  "action",
  "jump-target",
  "address-list",
  "address-list-timeout",
  "reject-with",
  "log",
  "log-prefix",
  "comment",
  "disabled",
  "dynamic",
  "invalid",
  "hw-offload",
  "bytes",
  "packets",
  "creation-time",
]);

const kinds: ReadonlyMap<string, MatcherKind> = new Map([
  ["random", "draw"],
  ["limit", "rate"],
  ["dst-limit", "rate"],
  ["psd", "scan"],
  ["connection-limit", "connections"],
  ["src-address-list", "list"],
  ["dst-address-list", "list"],
]);

function namedMatcher(property: string, value: string, context: RowContext): NamedMatcher {
  const isNegated = value.startsWith("!") && !readsNegation.has(property);
  const bare = isNegated ? value.slice(1) : value;
  const matcher = matcherOf(property, bare, context) ?? factMatcher(property, bare);
  const matches = isNegated ? negated(property, matcher) : matcher;
  return { property, value, kind: kinds.get(property) ?? "plain", matches };
}

function matcherOf(property: string, value: string, context: RowContext): Matcher | undefined {
  const { family, lists, world } = context;
  if (property === "src-address-list" || property === "dst-address-list") {
    const isSource = property === "src-address-list";
    return ({ at, source, destination }) => {
      const membership = lists.membership(value, isSource ? source : destination, at);
      return membership === "unknown" ? undefined : membership === "member";
    };
  }
  // The raw table comes before connection tracking and has no such matchers.
  if (context.table === "raw" && property.startsWith("connection-")) return undefined;
  const matcher =
    headerMatchers.get(property)?.(value, family) ??
    countingMatchers.get(property)?.(value, family, world);
  if (matcher === undefined || !portProperties.has(property)) return matcher;
  return (packet) => hasPorts(packet) && matcher(packet);
}

/** A `!` before TCP flags is that of the first of them; connections are not counted of what is not tracked. */
const readsNegation: ReadonlySet<string> = new Set(["tcp-flags", "connection-limit"]);

const portProperties: ReadonlySet<string> = new Set(["dst-port", "src-port", "port"]);

/** What a packet does not have cannot be another value either. */
function negated(property: string, matcher: Matcher): Matcher {
  const opposite = inverted(matcher);
  return portProperties.has(property) ? (packet) => hasPorts(packet) && opposite(packet) : opposite;
}

function actionOf(properties: Properties, { family, table }: RowContext): RowAction | undefined {
  const { action = "accept" } = properties;
  switch (action) {
    case "accept":
    case "drop":
    case "return":
      return { kind: action };
    case "tarpit": {
      // MikroTik's released kernel code, ipt_TARPIT.c, checkentry: IPv4, and `protocol=tcp` not negated.
      const isTcp = protocolNumber(properties["protocol"] ?? "") === tcp;
      return family === "ipv4" && table === "filter" && isTcp ? { kind: action } : undefined;
    }
    case "reject":
      if (table === "raw") return undefined;
      return { kind: action, answer: properties["reject-with"] ?? usualAnswers[family] };
    case "jump": {
      const chain = properties["jump-target"];
      return chain === undefined ? undefined : { kind: action, chain };
    }
    case "add-src-to-address-list":
    case "add-dst-to-address-list": {
      const side = action === "add-src-to-address-list" ? "source" : "destination";
      const list = properties["address-list"];
      const timeout = parseEntryTimeout(properties["address-list-timeout"]);
      if (list === undefined || timeout === undefined) return undefined;
      return { kind: "add", side, list, timeout };
    }
    case "passthrough":
    case "log":
    case "fasttrack-connection":
    case "notrack":
      return { kind: "go-on" };
    default:
      return { kind: "unknown", name: action };
  }
}

/** What `reject` answers when nothing is said. */
const usualAnswers: Readonly<Record<Family, string>> = {
  ipv4: "icmp-network-unreachable",
  ipv6: "icmp-no-route",
};
