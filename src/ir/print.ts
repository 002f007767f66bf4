import { formatAddress } from "../net/address.js";
import { type AddressSet, prefixesOf, rangesOf } from "../net/address-set.js";
import { formatPrefix } from "../net/address.js";
import { formatChance } from "../net/chance.js";
import { formatTimeout, sameTimeout, type Timeout } from "../net/duration.js";
import { bothFamilies, type Family } from "../net/family.js";
import { formatPortScan } from "../net/port-scan.js";
import { formatPortRange } from "../net/ports.js";
import { formatRate } from "../net/rate.js";
import { formatService } from "../net/service.js";
import type {
  Action,
  AddressList,
  Chain,
  Interface,
  Matcher,
  Place,
  RateMatcher,
  Rule,
  Ruleset,
} from "./ruleset.js";

/**
 * The IR in the policy language: chains only, services as literals, lists with their timeouts. Compiling
 * the output gives the same rules as the policy it was made from.
 */
export function* printRuleset(ruleset: Ruleset): Generator<string> {
  yield `policy ${quoted(ruleset.policy)}`;
  if (ruleset.families.length === 1) yield `family ${ruleset.families.join()}`;
  for (const nic of interfacesOf(ruleset)) yield* printInterface(nic);
  const timeouts = timeoutsOf(ruleset);
  if (ruleset.lists.length > 0) yield "";
  for (const list of ruleset.lists) yield* printList(list, timeouts.get(list.name));
  for (const chain of ruleset.chains) {
    yield "";
    yield* printChain(ruleset, chain, timeouts);
  }
}

/** Each list's own timeout: that of the first add; the others say theirs. */
function timeoutsOf(ruleset: Ruleset): ReadonlyMap<string, Timeout> {
  const timeouts = new Map<string, Timeout>();
  for (const action of ruleset.chains.flatMap(({ rules }) =>
    rules.flatMap((rule) => rule.actions),
  )) {
    if (action.kind === "add" && !timeouts.has(action.list)) {
      timeouts.set(action.list, action.timeout);
    }
  }
  return timeouts;
}

function interfacesOf(ruleset: Ruleset): Iterable<Interface> {
  const found = new Map<string, Interface>();
  for (const chain of ruleset.chains) {
    const matchers = [
      ...(chain.hook?.interfaces ?? []),
      ...chain.rules.flatMap((rule) => rule.matchers),
    ];
    for (const matcher of matchers) {
      if (matcher.kind === "interface") found.set(matcher.interface.name, matcher.interface);
    }
  }
  return found.values();
}

function* printInterface(nic: Interface): Generator<string> {
  const spellings = nic.spellings.map(
    ({ target, ofLists, names }) =>
      `${target} ${ofLists ? "list " : ""}${names.map(quoted).join(", ")}`,
  );
  yield `interface ${quoted(nic.name)} { ${spellings.join("  ")} }`;
}

function* printList(list: AddressList, timeout: Timeout | undefined): Generator<string> {
  if (list.note !== undefined) yield `## ${list.note}`;
  const limit = timeout === undefined ? "" : ` timeout ${formatTimeout(timeout)}`;
  const max = list.max === undefined ? "" : ` max ${String(list.max)}`;
  const per = list.per === undefined ? "" : ` per ${String(list.per)}`;
  const head = `list ${quoted(list.name)}${limit}${max}${per}`;
  const entries = [...entriesOf(list.permanent)];
  if (entries.length === 0) {
    yield timeout === undefined ? `${head} { }` : head;
  } else if (entries.length <= 4) {
    yield `${head} { ${entries.join(", ")} }`;
  } else {
    yield `${head} {`;
    for (const entry of entries) yield `  ${entry},`;
    yield "}";
  }
}

function* entriesOf(set: AddressSet): Generator<string> {
  for (const family of bothFamilies) {
    for (const prefix of prefixesOf(set, family)) yield formatPrefix(prefix);
  }
}

function* printChain(
  ruleset: Ruleset,
  chain: Chain,
  timeouts: ReadonlyMap<string, Timeout>,
): Generator<string> {
  const hook =
    chain.hook &&
    ` hook ${[chain.hook.point, ...chain.hook.interfaces.map(printMatcher)].join(" ")}`;
  if (chain.note !== undefined) yield `## ${chain.note}`;
  const place = chain.hook === undefined ? "" : printPlace(chain.hook.place);
  const families = narrowest(ruleset, chain);
  const family = families === undefined ? "" : ` family ${families}`;
  yield `chain ${quoted(chain.name)}${hook ?? ""}${family}${place} {`;
  const left = chain.rules.map((rule) => conditionsOf(rule));
  const width = Math.max(0, ...left.map((text) => text.length));
  for (const [index, rule] of chain.rules.entries()) {
    if (rule.note !== undefined) yield `  ## ${rule.note}`;
    yield `  ${(left[index] ?? "").padEnd(width)} -> ${rule.actions.map((action) => printAction(action, timeouts)).join(", ")}`.replace(
      /^ {3}->/u,
      "  ->",
    );
  }
  yield "}";
}

/** The one family that all rules of a chain share, when the policy has both. */
function narrowest(ruleset: Ruleset, chain: Chain): Family | undefined {
  if (ruleset.families.length === 1 || chain.rules.length === 0) return undefined;
  return ruleset.families.find((family) =>
    chain.rules.every(({ families }) => families.length === 1 && families[0] === family),
  );
}

function conditionsOf(rule: Rule): string {
  const words = [...rule.matchers].reverse().map(printMatcher);
  if (rule.chance !== undefined) words.push(formatChance(rule.chance));
  words.push(...rule.rates.map(printRateMatcher));
  return words.join(" ");
}

/** A condition as the language writes it. */
export function printMatcher(matcher: Matcher): string {
  switch (matcher.kind) {
    case "state":
      return matcher.states.join(",");
    case "service":
      return `${matcher.negated ? "!" : ""}${formatService(matcher.service)}`;
    case "address": {
      const { operand } = matcher;
      const words =
        operand.kind === "list" ? quoted(operand.list) : printLiteral(operand.addresses);
      return `${matcher.side === "source" ? "from" : "to"} ${matcher.negated ? "!" : ""}${words}`;
    }
    case "flags":
      return ["flags", ...matcher.set, ...matcher.unset.map((flag) => `!${flag}`)].join(" ");
    case "length":
      return `length ${formatPortRange(matcher.range)}`;
    case "mac":
      return `mac ${matcher.negated ? "!" : ""}${matcher.address}`;
    case "connections": {
      const length = matcher.length === undefined ? "" : `/${String(matcher.length)}`;
      return `conns > ${String(matcher.above)} per ${matcher.per}${length}`;
    }
    case "scan":
      return `scan ${formatPortScan(matcher.scan)}`;
    case "interface":
      return `${matcher.direction} ${matcher.negated ? "!" : ""}${quoted(matcher.interface.name)}`;
  }
}

/** A rate as the language writes it. */
export function printRateMatcher({ over, rate, burst, per }: RateMatcher): string {
  const words = [over ? "over" : "limit", formatRate(rate), "burst", String(burst)];
  if (per.length > 0) words.push("per", ...per);
  return words.join(" ");
}

function printPlace(place: Place): string {
  if (place.kind === "first") return "";
  return place.kind === "last" ? " place last" : ` place after ${text(place.comment)}`;
}

/** A literal is one interval of one family: a host, a prefix or a range. */
function printLiteral(addresses: AddressSet): string {
  for (const family of bothFamilies) {
    const prefixes = [...prefixesOf(addresses, family)];
    const [only] = prefixes;
    if (only !== undefined && prefixes.length === 1) return formatPrefix(only);
    for (const range of rangesOf(addresses, family)) {
      return `${formatAddress(family, range.first)}-${formatAddress(family, range.last)}`;
    }
  }
  return "";
}

/** An action as the language writes it. @param timeouts what lists say themselves and need not be told */
export function printAction(action: Action, timeouts: ReadonlyMap<string, Timeout>): string {
  switch (action.kind) {
    case "accept":
    case "drop":
    case "tarpit":
    case "return":
    case "count":
      return action.kind;
    case "reject":
      return `reject with ${action.answer}`;
    case "else":
      return action.choices.map((choice) => printAction(choice, timeouts)).join(" else ");
    case "jump":
      return `jump ${quoted(action.chain)}`;
    case "log":
      return `log ${text(action.prefix)}`;
    case "add": {
      const usual = timeouts.get(action.list);
      const own = usual !== undefined && sameTimeout(usual, action.timeout);
      const limit = own ? "" : ` for ${formatTimeout(action.timeout)}`;
      return `add ${action.side} to ${quoted(action.list)}${limit}`;
    }
  }
}

/** A name, in quotes where it needs them. */
function quoted(name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_-]*$/u.test(name) ? name : text(name);
}

function text(value: string): string {
  const escaped = value.replace(/["\\]/gu, "\\$&").replaceAll("\n", "\\n");
  return `"${escaped}"`;
}
