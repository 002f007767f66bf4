import type {
  AddressMatcher,
  InterfaceMatcher,
  Matcher,
  StateMatcher,
} from "../../src/ir/ruleset.js";
import { intervalCount, rangesOf } from "../../src/net/address-set.js";
import { addressBits } from "../../src/net/address.js";
import { connectionStates } from "../../src/net/connection-state.js";
import type { Family } from "../../src/net/family.js";
import type { LowerContext } from "./context.js";
import type { Match } from "./model.js";
import { type Alternatives, isFamilyBound, serviceAlternatives } from "./services.js";
import { canHavePorts, narrowedToTcp } from "./tcp-only.js";

/** Whether a matcher needs one spelling for IPv4 and another for IPv6. */
export function splitsFamilies(matcher: Matcher): boolean {
  switch (matcher.kind) {
    case "address":
    case "connections":
    case "scan":
      return true;
    case "service":
      return isFamilyBound(matcher);
    case "interface":
    case "mac":
    case "length":
    case "flags":
    case "state":
      return false;
  }
}

/**
 * All matchers of a rule, but for those that count what they are asked about, as conjunctions of which a packet
 * meets one at the most, also while the actions of an earlier one have changed the lists.
 *
 * @param family the one that is meant; undefined for both, if no matcher {@link splitsFamilies}
 */
export function conditionAlternatives(
  context: LowerContext,
  matchers: readonly Matcher[],
  family: Family | undefined,
): Alternatives {
  let all: Alternatives = [[]];
  for (const matcher of stateFirst(matchers)) {
    const own = alternativesOf(context, matcher, family);
    all = all.flatMap((before) => own.map((after) => [...before, ...after]));
  }
  if (matchers.some(({ kind }) => kind === "flags")) all = ofTcp(all);
  if (matchers.some(({ kind }) => kind === "scan")) all = all.filter(canHavePorts);
  if (family === undefined) return all;
  const isOnly = context.families.length === 1;
  return all.map((matches) =>
    isFamilySaid(matches, isOnly) ? matches : [{ kind: "family", family }, ...matches],
  );
}

/**
 * Most packets belong to connections that are established, and most rules are about new ones: the state tells them
 * apart for less than a look into a set costs. No packet can tell the order, since none of these tests changes anything.
 */
function stateFirst(matchers: readonly Matcher[]): readonly Matcher[] {
  const states = matchers.filter(({ kind }) => kind === "state");
  return states.length === 0
    ? matchers
    : [...states, ...matchers.filter(({ kind }) => kind !== "state")];
}

/** @param all conjunctions, of which those that no TCP packet meets are left out */
export function ofTcp(all: Alternatives): Alternatives {
  return all.map(narrowedToTcp).filter((matches) => matches !== undefined);
}

/**
 * Behind a MAC address, nft 1.0.6 tells an address's family by Ethernet's type field, which it then reads together with
 * the MAC address, where the address stands: behind limits, counters and logs. So the family is to be known before.
 */
function isFamilySaid(matches: readonly Match[], isOnly: boolean): boolean {
  const mac = matches.findIndex(({ kind }) => kind === "mac");
  if (mac >= 0) {
    return matches.slice(0, mac).some(({ kind }) => kind === "set" || kind === "addresses");
  }
  return isOnly || matches.some(impliesFamily);
}

function impliesFamily(match: Match): boolean {
  return match.kind === "set" || match.kind === "addresses" || match.kind === "icmp";
}

function alternativesOf(
  context: LowerContext,
  matcher: Matcher,
  family: Family | undefined,
): Alternatives {
  switch (matcher.kind) {
    case "interface":
      return [[interfaceMatch(context, matcher)]];
    case "service":
      return serviceAlternatives(matcher, family);
    case "state":
      return stateAlternatives(matcher);
    case "mac":
      return [[{ kind: "mac", negated: matcher.negated, address: matcher.address }]];
    case "length":
      return [[{ kind: "length", range: matcher.range }]];
    case "flags":
      return matcher.set.some((flag) => matcher.unset.includes(flag))
        ? []
        : [[{ kind: "flags", set: matcher.set, unset: matcher.unset }]];
    case "connections":
    case "scan":
      return [[]];
    case "address":
      if (family === undefined) throw new Error("an address has a family");
      return matcher.operand.kind === "list"
        ? listAlternatives(context, matcher, matcher.operand.list, family)
        : literalAlternatives(matcher, matcher.operand.addresses, family);
  }
}

/** Each packet is in one of the states, so that all of them are no condition. */
function stateAlternatives({ states }: StateMatcher): Alternatives {
  if (states.length === connectionStates.length) return [[]];
  return states.length === 0 ? [] : [[{ kind: "states", states }]];
}

export function interfaceMatch(context: LowerContext, matcher: InterfaceMatcher): Match {
  const { direction, negated } = matcher;
  return { kind: "interface", direction, negated, names: context.spell(matcher.interface) };
}

function listAlternatives(
  context: LowerContext,
  { side, negated }: AddressMatcher,
  list: string,
  family: Family,
): Alternatives {
  const { fixed, learnt } = context.setsOf(list, family);
  const found = [...fixed, ...learnt];
  const match = ({ name, per }: (typeof found)[number], not: boolean): Match => ({
    kind: "set",
    family,
    side,
    negated: not,
    set: name,
    per,
  });
  if (negated) return [found.map((set) => match(set, true))];
  // A member of several is met by the first alternative alone. An add in the rule's own actions can only move an
  // address to an earlier set, which has been tried by then.
  return found.map((set, index) => [
    ...found.slice(0, index).map((earlier) => match(earlier, true)),
    match(set, false),
  ]);
}

function literalAlternatives(
  { side, negated }: AddressMatcher,
  addresses: Extract<AddressMatcher["operand"], { kind: "literal" }>["addresses"],
  family: Family,
): Alternatives {
  if (intervalCount(addresses, family) === 0) return negated ? [[]] : [];
  for (const { first, last } of rangesOf(addresses, family)) {
    // nft reads a prefix of length 0 as a test of nothing, whether negated or not.
    const everything = BigInt(last) - BigInt(first) + 1n === 1n << BigInt(addressBits(family));
    if (everything) return negated ? [] : [[]];
  }
  return [[{ kind: "addresses", family, side, negated, addresses }]];
}
