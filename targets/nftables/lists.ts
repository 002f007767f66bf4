import type { AddAction, AddressList, Ruleset } from "../../src/ir/ruleset.js";
import { type AddressSet, hasFamily, intervalCount, onlyHosts } from "../../src/net/address-set.js";
import type { Family } from "../../src/net/family.js";
import { dynamicSetSize, separateHosts } from "./capabilities.js";
import { countHosts, widened } from "./members.js";
import type { NftSet } from "./model.js";
import type { Names } from "./names.js";

/** A set as rules ask it. */
export interface SetUse {
  readonly name: string;
  /** It holds networks of this length. */
  readonly per: number | undefined;
}

/** The sets that hold one list's members of one family; a list that can never have any has none. */
export interface ListSets {
  /** Of the members that the policy itself names. */
  readonly fixed: readonly SetUse[];
  /** Of those learnt: for ever, where the list also takes some for a time, then the others. */
  readonly learnt: readonly SetUse[];
}

/** The sets of every list: a set has one family, and members with and without timers stay apart. */
export function setsOf(ruleset: Ruleset, names: Names): readonly NftSet[] {
  const adds = ruleset.chains
    .flatMap((chain) => chain.rules)
    .flatMap((rule) => rule.actions)
    .filter((action) => action.kind === "add");
  return ruleset.lists.flatMap((list) => {
    const own = adds.filter((add) => add.list === list.name);
    return ruleset.families.flatMap((family) => [
      ...fixedSets(list, family, names),
      ...learningSets(list, own, family, names),
    ]);
  });
}

/** A hash finds a host faster than a tree does, and loads faster: worth a second set in a long list. */
function fixedSets(list: AddressList, family: Family, names: Names): readonly NftSet[] {
  const members = membersOf(list, family);
  if (!hasFamily(members, family)) return [];
  const make = (kind: "hosts" | "intervals", withoutHosts: boolean): NftSet => {
    const name = names.set(list.name, family, kind);
    return { kind, name, list: list.name, family, members, withoutHosts };
  };
  if (onlyHosts(members, family)) return [make("hosts", false)];
  const apart =
    intervalCount(members, family) >= separateHosts && countHosts(members, family) >= separateHosts;
  return apart ? [make("hosts", false), make("intervals", true)] : [make("intervals", false)];
}

/** Permanent members of a list by network stand for their networks, as those that are learnt do. */
function membersOf({ permanent, per }: AddressList, family: Family): AddressSet {
  if (family === "ipv4") return { ipv4: permanent.ipv4, ipv6: [] };
  const { ipv6 } = per === undefined ? permanent : widened(permanent, per);
  return { ipv4: new Float64Array(), ipv6 };
}

function learningSets(
  list: AddressList,
  adds: readonly AddAction[],
  family: Family,
  names: Names,
): readonly NftSet[] {
  if (!list.dynamic) return [];
  const per = family === "ipv6" ? list.per : undefined;
  const make = (kind: "kept" | "dynamic"): NftSet => ({
    kind,
    name: names.set(list.name, family, kind, { max: list.max, per }),
    list: list.name,
    family,
    size: list.max ?? dynamicSetSize,
    per,
  });
  // An update without a timeout does not take an element's timer off: the kernel lets it expire at once.
  const forEver = adds.filter(({ timeout }) => timeout === "forever");
  const mixed = forEver.length > 0 && forEver.length < adds.length;
  return mixed ? [make("kept"), make("dynamic")] : [make("dynamic")];
}

/** Finds the sets of a list. */
export function listIndex(sets: readonly NftSet[]): (list: string, family: Family) => ListSets {
  const index = new Map<string, ListSets>();
  const key = (list: string, family: Family): string => `${family} ${list}`;
  for (const set of sets) {
    const known = index.get(key(set.list, set.family)) ?? none;
    const use: SetUse = { name: set.name, per: "members" in set ? undefined : set.per };
    const role = "members" in set ? "fixed" : "learnt";
    index.set(key(set.list, set.family), { ...known, [role]: [...known[role], use] });
  }
  return (list, family) => index.get(key(list, family)) ?? none;
}

const none: ListSets = { fixed: [], learnt: [] };
