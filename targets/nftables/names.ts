import type { Ruleset } from "../../src/ir/ruleset.js";
import type { Family } from "../../src/net/family.js";
import type { NftSet, Renaming } from "./model.js";

/**
 * Names on the device. Each has a prefix, so that none is a keyword of nft's; a set's ending tells its
 * type and flags, so that no edit of the policy meets an older set of another type, which nft would refuse.
 */
export interface Names {
  readonly table: string;
  readonly renamings: readonly Renaming[];
  chain(chain: string): string;
  /** What one rule needs for itself. */
  ofRule(kind: RuleNameKind, rule: RulePlace): string;
  set(list: string, family: Family, kind: NftSet["kind"], bounds?: ListBounds): string;
}

/**
 * What a policy can say of a list's set. It shows in the name, for nft would change neither the room of a set
 * that is there nor what its members stand for.
 */
export interface ListBounds {
  readonly max: number | undefined;
  readonly per: number | undefined;
}

/** A rule that needs names of its own: the how manyth of its chain, from 1. */
export interface RulePlace {
  readonly chain: string;
  readonly count: number;
}

/** Chains: of the actions, before them, and of port scans; else a limit, or sets of keys. */
export type RuleNameKind = "actions" | "gate" | "scan" | "limit" | "rate" | "conns";

export function namesOf(ruleset: Ruleset): Names {
  const policy = spellings("policy", [ruleset.policy]);
  const lists = spellings(
    "list",
    ruleset.lists.map(({ name }) => name),
  );
  const chains = spellings(
    "chain",
    ruleset.chains.map(({ name }) => name),
  );
  return {
    table: `sinbin_${spelled(policy, ruleset.policy)}`,
    renamings: [policy, lists, chains].flatMap(({ kind, to }) =>
      [...to]
        .filter(([from, name]) => from !== name)
        .map(([from, name]) => ({ kind, from, to: name })),
    ),
    chain: (name) => `chain_${spelled(chains, name)}`,
    ofRule: (kind, { chain, count }) => `${kind}_${spelled(chains, chain)}_${String(count)}`,
    set: (list, family, kind, bounds) => {
      const max = bounds?.max === undefined ? "" : `_max${String(bounds.max)}`;
      const per = bounds?.per === undefined ? "" : `_per${String(bounds.per)}`;
      return `list_${spelled(lists, list)}_${kindLetter[kind]}${familyDigit[family]}${max}${per}`;
    },
  };
}

/** The table of a policy, which its name alone tells. */
export function tableOf(policy: string): string {
  return `sinbin_${spelled(spellings("policy", [policy]), policy)}`;
}

const kindLetter: Record<NftSet["kind"], string> = {
  dynamic: "",
  kept: "p",
  hosts: "h",
  intervals: "n",
};

export const familyDigit: Record<Family, string> = { ipv4: "4", ipv6: "6" };

interface Spellings {
  readonly kind: Renaming["kind"];
  readonly to: ReadonlyMap<string, string>;
}

function spelled({ to }: Spellings, name: string): string {
  const spelling = to.get(name);
  if (spelling === undefined) throw new Error(`no spelling for ${name}`);
  return spelling;
}

/** nft's own bound is 255 bytes; this leaves room for prefix and ending. */
const longestName = 100;

/**
 * What nft can spell stays as it is. Anything else loses its foreign characters and gains a digest of the
 * whole name: it then depends on no other name, so that a list keeps its set, and its members, when
 * the policy is edited.
 */
function spellings(kind: Renaming["kind"], names: readonly string[]): Spellings {
  const to = new Map<string, string>();
  for (const name of names) if (isSpellable(name)) to.set(name, name);
  const taken = new Set(to.keys());
  for (const name of names) {
    if (to.has(name)) continue;
    const stem = name.replace(/[^A-Za-z0-9_-]+/gu, "_").slice(0, longestName - 9);
    let spelling = `${stem}_${digest(name)}`;
    for (let salt = 1; taken.has(spelling); salt++) {
      spelling = `${stem}_${digest(`${name} ${String(salt)}`)}`;
    }
    taken.add(spelling);
    to.set(name, spelling);
  }
  return { kind, to };
}

function isSpellable(name: string): boolean {
  return name.length <= longestName && /^[A-Za-z0-9_-]+$/u.test(name);
}

/** FNV-1a over the code points, 32 bits, as hexadecimal. */
function digest(text: string): string {
  let hash = 0x811c9dc5;
  for (const character of text) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, "0");
}
