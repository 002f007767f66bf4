import type { AddAction, AddressList, Ruleset } from "../../src/ir/ruleset.js";
import { hasFamily, onlyHosts } from "../../src/net/address-set.js";
import type { Family } from "../../src/net/family.js";
import type { NftSet } from "./model.js";
import type { Names } from "./names.js";

/** The sets that hold one list's members of one family; a list that can never have any has none. */
export interface ListSets {
  /** Of the members that the policy itself names. */
  readonly fixed: string | undefined;
  /** Of those learnt for ever, where the list also takes some for a time. */
  readonly kept: string | undefined;
  /** Of those learnt for a time; of all learnt, if there is no `kept`. */
  readonly learnt: string | undefined;
}

/** The sets of every list: a set has one family, and members with and without timers stay apart. */
export function setsOf(ruleset: Ruleset, names: Names): readonly NftSet[] {
  const adds = ruleset.chains
    .flatMap((chain) => chain.rules)
    .flatMap((rule) => rule.actions)
    .filter((action) => action.kind === "add");
  return ruleset.lists.flatMap((list) => {
    const own = adds.filter((add) => add.list === list.name);
    return ruleset.families.flatMap((family) => setsOfList(list, own, family, names));
  });
}

function setsOfList(
  list: AddressList,
  adds: readonly AddAction[],
  family: Family,
  names: Names,
): readonly NftSet[] {
  const sets: NftSet[] = [];
  const head = (kind: NftSet["kind"]): { name: string; list: string; family: Family } => ({
    name: names.set(list.name, family, kind),
    list: list.name,
    family,
  });
  if (hasFamily(list.permanent, family)) {
    const kind = onlyHosts(list.permanent, family) ? "hosts" : "intervals";
    sets.push({ kind, ...head(kind), members: list.permanent });
  }
  // An update without a timeout does not take an element's timer off: the kernel lets it expire at once.
  const forEver = adds.filter(({ timeout }) => timeout === "forever");
  if (forEver.length > 0 && forEver.length < adds.length) {
    sets.push({ kind: "kept", ...head("kept") });
  }
  if (list.dynamic) sets.push({ kind: "dynamic", ...head("dynamic") });
  return sets;
}

/** Finds the sets of a list. */
export function listIndex(sets: readonly NftSet[]): (list: string, family: Family) => ListSets {
  const index = new Map<string, ListSets>();
  const key = (list: string, family: Family): string => `${family} ${list}`;
  for (const set of sets) {
    const known = index.get(key(set.list, set.family)) ?? none;
    index.set(key(set.list, set.family), { ...known, [roleOf(set)]: set.name });
  }
  return (list, family) => index.get(key(list, family)) ?? none;
}

const none: ListSets = { fixed: undefined, kept: undefined, learnt: undefined };

function roleOf(set: NftSet): keyof ListSets {
  switch (set.kind) {
    case "hosts":
    case "intervals":
      return "fixed";
    case "kept":
      return "kept";
    case "dynamic":
      return "learnt";
  }
}
