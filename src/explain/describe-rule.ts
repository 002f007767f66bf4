import { formatChance } from "../net/chance.js";
import type { ConnectionState } from "../net/connection-state.js";
import { spellDuration, type Timeout } from "../net/duration.js";
import { familyName } from "../net/family.js";
import { formatPortScan } from "../net/port-scan.js";
import { formatPortRange } from "../net/ports.js";
import { formatRate } from "../net/rate.js";
import { formatService } from "../net/service.js";
import type {
  Action,
  AddressMatcher,
  ConnectionsMatcher,
  FlagsMatcher,
  InterfaceMatcher,
  Matcher,
  RateMatcher,
  Rule,
  ServiceMatcher,
} from "../ir/ruleset.js";
import { describeAddresses } from "./describe-addresses.js";

/** A rule as a sentence: which packets, with what odds, and what is done with them. */
export function describeRule(rule: Rule): string {
  const odds = rule.chance === undefined ? "" : `, in ${formatChance(rule.chance)} of the cases`;
  const rates = rule.rates.map((rate) => `, ${describeRate(rate)}`).join("");
  return `${describePackets(rule)}${odds}${rates}: ${describeActions(rule.actions)}.`;
}

const spokenOrder: readonly Matcher["kind"][] = [
  "service",
  "flags",
  "length",
  "address",
  "mac",
  "interface",
  "connections",
  "scan",
];

/** `a new connection to ssh from an address on sin_1`, with a capital. */
function describePackets({ families, matchers }: Rule): string {
  const state = matchers.find((matcher) => matcher.kind === "state");
  const family = families.length === 1 ? families.map(familyName).join() : undefined;
  const subject = describeSubject(state?.states, family);
  // What it is comes before where it is from, and that before how it came in.
  const rest = spokenOrder.flatMap((kind) =>
    matchers.flatMap((matcher) =>
      matcher.kind === kind && matcher.kind !== "state" ? [describeMatcher(matcher)] : [],
    ),
  );
  const words = [subject, ...rest].join(" ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function describeSubject(
  states: readonly ConnectionState[] | undefined,
  family: string | undefined,
): string {
  const kind = family === undefined ? "" : `${family} `;
  if (states === undefined) return `every ${kind}packet`;
  const [only] = states;
  if (only === "new" && states.length === 1) {
    return family === undefined ? "a new connection" : `a new ${kind}connection`;
  }
  return `every ${kind}packet whose connection is ${inWords(states, "or")}`;
}

function describeMatcher(matcher: Exclude<Matcher, { kind: "state" }>): string {
  switch (matcher.kind) {
    case "service":
      return describeService(matcher);
    case "address":
      return describeAddress(matcher);
    case "interface":
      return describeInterface(matcher);
    case "flags":
      return describeFlags(matcher);
    case "length":
      return `of ${formatPortRange(matcher.range)} bytes`;
    case "mac":
      return `from ${matcher.negated ? "any card but " : ""}${matcher.address}`;
    case "connections":
      return describeConnections(matcher);
    case "scan":
      return `that makes a port scan (${formatPortScan(matcher.scan)})`;
  }
}

function describeFlags({ set, unset }: FlagsMatcher): string {
  const parts: string[] = [];
  if (set.length > 0) parts.push(`with ${inWords(set, "and")}`);
  if (unset.length > 0) parts.push(`without ${inWords(unset, "and")}`);
  return parts.join(" and ");
}

function describeConnections({ above, per, length }: ConnectionsMatcher): string {
  const network = length === undefined ? "" : `'s /${String(length)} network`;
  return `whose ${per}${network} has more than ${String(above)} connections open`;
}

function describeRate({ over, rate, burst, per }: RateMatcher): string {
  const key = per.length === 0 ? "" : ` for each ${per.join(" and ")}`;
  const words = `${formatRate(rate)} (${String(burst)} at once)${key}`;
  return over ? `beyond ${words}` : `up to ${words}`;
}

function describeService({ negated, written, service }: ServiceMatcher): string {
  const literal = formatService(service);
  const words = written === literal ? literal : `${written} (${literal})`;
  return negated ? `to anything but ${words}` : `to ${words}`;
}

function describeAddress({ side, negated, operand }: AddressMatcher): string {
  const towards = side === "source" ? "from" : "for";
  if (operand.kind === "list") {
    return `${towards} an address ${negated ? "not " : ""}on ${operand.list}`;
  }
  const words = inWords(describeAddresses(operand.addresses), "or");
  return negated ? `${towards} an address other than ${words}` : `${towards} ${words}`;
}

export function describeInterface({
  direction,
  negated,
  interface: nic,
}: InterfaceMatcher): string {
  const way = direction === "in" ? "coming in by" : "going out by";
  return `${way} ${negated ? "anything but " : ""}${nic.name}`;
}

/** What is done, in order, as orders: `log it as "x", then drop it`. */
function describeActions(actions: readonly Action[]): string {
  const words = actions.map(describeAction);
  if (words.length < 2) return words.join();
  return `${words.slice(0, -1).join(", ")}, then ${words.at(-1) ?? ""}`;
}

function describeAction(action: Action): string {
  switch (action.kind) {
    case "accept":
      return "accept it";
    case "drop":
      return "drop it without an answer";
    case "tarpit":
      return "take the connection and let it hang";
    case "reject":
      return `refuse it with ${action.answer}`;
    case "else":
      return action.choices.map(describeAction).join(", or where that cannot be, ");
    case "return":
      return "leave this chain";
    case "jump":
      return `go through ${action.chain}`;
    case "log":
      return `log it as "${action.prefix}"`;
    case "count":
      return "count it";
    case "add":
      return `put its ${action.side} on ${action.list} ${describeTimeout(action.timeout)}`;
  }
}

/** `for 4 hours`, `for good`. */
export function describeTimeout(timeout: Timeout): string {
  return timeout === "forever" ? "for good" : `for ${spellDuration(timeout)}`;
}

/** `a, b or c`. */
export function inWords(words: readonly string[], last: "and" | "or"): string {
  if (words.length < 2) return words.join();
  return `${words.slice(0, -1).join(", ")} ${last} ${words.at(-1) ?? ""}`;
}
