import type { AddressList, Ruleset } from "../../src/ir/ruleset.js";
import { hasFamily, onlyHosts } from "../../src/net/address-set.js";
import type { Family } from "../../src/net/family.js";
import type { NftSet } from "./model.js";
import type { Names } from "./names.js";

/** The sets that hold one list's members of one family; a list that can never have any has none. */
export interface ListSets {
  /** Of the permanent members. */
  readonly permanent: string | undefined;
  /** Of the members learnt at run time. */
  readonly learnt: string | undefined;
}

/** The sets of every list: a set has one family, and permanent members stay apart from those with timers. */
export function setsOf(ruleset: Ruleset, names: Names): readonly NftSet[] {
  return ruleset.lists.flatMap((list) =>
    ruleset.families.flatMap((family) => setsOfList(list, family, names)),
  );
}

function setsOfList(list: AddressList, family: Family, names: Names): readonly NftSet[] {
  const sets: NftSet[] = [];
  if (hasFamily(list.permanent, family)) {
    const kind = onlyHosts(list.permanent, family) ? "hosts" : "intervals";
    const name = names.staticSet(list.name, family, kind);
    sets.push({ kind, name, list: list.name, family, members: list.permanent });
  }
  if (list.dynamic) {
    const name = names.dynamicSet(list.name, family);
    sets.push({ kind: "dynamic", name, list: list.name, family });
  }
  return sets;
}

/** Finds the sets of a list. */
export function listIndex(sets: readonly NftSet[]): (list: string, family: Family) => ListSets {
  const index = new Map<string, ListSets>();
  const key = (list: string, family: Family): string => `${family} ${list}`;
  for (const set of sets) {
    const known = index.get(key(set.list, set.family)) ?? none;
    const found =
      set.kind === "dynamic" ? { ...known, learnt: set.name } : { ...known, permanent: set.name };
    index.set(key(set.list, set.family), found);
  }
  return (list, family) => index.get(key(list, family)) ?? none;
}

const none: ListSets = { permanent: undefined, learnt: undefined };
