import type { Timeout } from "../../../src/net/duration.js";
import type { Family } from "../../../src/net/family.js";
import { timesOf } from "../host/description.js";
import type { NftRule } from "../model.js";
import { listSetName } from "../parse/sets.js";
import type { Member } from "./elements.js";
import type { LiveTable } from "./live-table.js";

/** The lists of a policy as its table in the kernel tells them: by the names of sets, and by what rules do with them. */
export interface LiveLists {
  readonly sets: readonly ListSet[];
  /** Sets whose members some rule keeps out. */
  readonly dropped: ReadonlySet<string>;
  /** The longest time that a rule lists for. */
  readonly times: ReadonlyMap<string, Timeout>;
}

export interface ListSet {
  readonly name: string;
  /** As nft can spell it. */
  readonly list: string;
  readonly family: Family;
  readonly isFixed: boolean;
  readonly isKept: boolean;
  readonly per: number | undefined;
  readonly members: readonly Member[];
}

/** A list by which packets are dropped, in one family. */
export interface Bin {
  readonly list: string;
  /** That learn. */
  readonly sets: readonly ListSet[];
  readonly usual: Timeout;
}

export function listsOf({ sets, chains }: LiveTable): LiveLists {
  const own = sets.flatMap(({ name, members }): readonly ListSet[] => {
    const parts = listSetName(name);
    if (parts === undefined) return [];
    const { spelled, letter, family, isFixed, per } = parts;
    return [{ name, list: spelled, family, isFixed, isKept: letter === "p", per, members }];
  });
  const rulesOf = new Map(
    chains.map(({ name, rules }) => [name, rules.flatMap(({ rule }) => rule ?? [])]),
  );
  const all = [...rulesOf.values()].flat();
  const dropped = all
    .filter((rule) => keepsOut(rule, rulesOf))
    .flatMap(({ matches }) => matches)
    .flatMap((match) => (match.kind === "set" && !match.negated ? [match.set] : []));
  return { sets: own, dropped: new Set(dropped), times: timesOf(own, all) };
}

export function binsOf({ sets, dropped, times }: LiveLists, family: Family): readonly Bin[] {
  const learning = sets.filter(
    (set) => !set.isFixed && set.family === family && dropped.has(set.name),
  );
  return [...new Set(learning.map(({ list }) => list))].map((list) => ({
    list,
    sets: learning.filter((set) => set.list === list),
    usual: times.get(list) ?? "forever",
  }));
}

/** Whether a rule drops or rejects, itself or by the chain of its own actions. */
function keepsOut({ end }: NftRule, rulesOf: ReadonlyMap<string, readonly NftRule[]>): boolean {
  switch (end?.kind) {
    case "drop":
    case "reject":
      return true;
    case "jump":
    case "goto":
      return (
        /^(?:actions|gate)_/u.test(end.chain) &&
        (rulesOf.get(end.chain) ?? []).some(
          (rule) => rule.end?.kind === "drop" || rule.end?.kind === "reject",
        )
      );
    case undefined:
    case "accept":
    case "return":
    case "ports":
    case "remember-port":
    case "update":
      return false;
  }
}
