import type { HookPoint, Place } from "../../../src/ir/ruleset.js";
import type { Family } from "../../../src/net/family.js";
import type { Span } from "../../../src/source/source-file.js";
import type { FilterRule, RouterosProgram, Table, TableProgram } from "../model.js";
import { numbered } from "../names.js";
import { propertiesOf } from "../properties.js";
import { type Content, contentKey, contentOf } from "./content.js";
import { contentHash } from "../../../src/device/content-hash.js";
import { spellChain } from "./generation-name.js";
import type { Attributes } from "./session.js";

/** The rules of one table of a family, as chains that stand beside others until a jump is switched to them. */
export interface Generation {
  readonly family: Family;
  readonly table: Table;
  readonly hash: string;
  /** In the order in which they are built: what jumps comes after what it jumps to only by chance. */
  readonly chains: readonly GenerationChain[];
  /** The ways in, one for each place of each built-in chain. */
  readonly entrances: readonly Entrance[];
}

export interface GenerationChain {
  readonly base: string;
  readonly rules: readonly GenerationRule[];
}

export interface GenerationRule {
  /** Everything that `add` takes but the chain; a jump names the base. */
  readonly properties: Attributes;
  readonly origin: Span;
}

/** A bare jump in a built-in chain. What stood in the built-in chain itself is the chain that it leads to. */
export interface Entrance {
  readonly point: HookPoint;
  readonly place: Place;
  /** The comment that finds it again: `sinbin:edge hook input`. */
  readonly comment: string;
  readonly base: string;
  readonly origin: Span | undefined;
}

/** What a program comes to on a router, table by table. */
export function generationsOf({ families, owner }: RouterosProgram): readonly Generation[] {
  return families.flatMap(({ family, tables }) =>
    tables.map((table) => generationOf(table, family, owner)),
  );
}

function generationOf(
  { table, hooks, chains }: TableProgram,
  family: Family,
  owner: string,
): Generation {
  const taken = new Set(chains.map(({ name }) => name));
  const counts = new Map<HookPoint, number>();
  const entrances: Entrance[] = [];
  const entries: GenerationChain[] = [];
  for (const { point, place, rules } of hooks) {
    const count = (counts.get(point) ?? 0) + 1;
    counts.set(point, count);
    const base = count === 1 ? point : numbered(point, taken);
    taken.add(base);
    const comment = hookComment(owner, point, count);
    entrances.push({ point, place, comment, base, origin: rules[0]?.origin });
    entries.push({ base, rules: rules.map((rule) => ruleOf(rule, base)) });
  }
  const all = [
    ...chains.map(({ name, rules }) => ({
      base: name,
      rules: rules.map((rule) => ruleOf(rule, name)),
    })),
    ...entries,
  ];
  return { family, table, hash: hashOf(all), chains: all, entrances };
}

function hookComment(owner: string, point: string, count: number): string {
  return `${owner} hook ${point}${count === 1 ? "" : ` ${count}`}`;
}

function ruleOf(rule: FilterRule, chain: string): GenerationRule {
  const { chain: _, ...properties } = Object.fromEntries(propertiesOf(rule, chain));
  return { properties, origin: rule.origin };
}

/** The rules of a generation as the router has them to hold: chain by chain, with the names of the generation. */
export function rowsToAdd({ chains }: Generation, generation: string): readonly Attributes[] {
  return chains.flatMap(({ base, rules }) =>
    rules.map(({ properties }) => {
      const target = properties["jump-target"];
      return {
        chain: spellChain({ base, generation }),
        ...properties,
        ...(target === undefined
          ? {}
          : { "jump-target": spellChain({ base: target, generation }) }),
      };
    }),
  );
}

/** A chain of a generation as what its rules say, with the names that do not depend on the generation. */
export interface ChainContent {
  readonly base: string;
  readonly rules: readonly Content[];
}

export function contentsOf({ chains }: Pick<Generation, "chains">): readonly ChainContent[] {
  return chains.map(({ base, rules }) => ({
    base,
    rules: rules.map(({ properties }) => contentOf(properties)),
  }));
}

/** @param chains in any order */
export function contentText(chains: readonly ChainContent[]): string {
  return chains
    .toSorted((a, b) => (a.base < b.base ? -1 : 1))
    .map(({ base, rules }) => [base, ...rules.map(contentKey)].join("\n"))
    .join("\n\n");
}

function hashOf(chains: readonly GenerationChain[]): string {
  return contentHash(contentText(contentsOf({ chains })));
}
