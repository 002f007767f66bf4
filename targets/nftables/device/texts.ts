import { baseChains, type NftProgram } from "../model.js";
import { listSetName } from "../parse/sets.js";
import { printClearing, printRules } from "../print.js";
import { addElements } from "./add-elements.js";
import { type Contents, contentsOfLive, digestOf } from "./contents.js";
import type { Block } from "./listing.js";
import { type LiveTable, markPrefix } from "./live-table.js";
import type { Move } from "./moves.js";

/** A change as texts for nft, a transaction each. */
export interface ChangeTexts {
  readonly load: Iterable<string>;
  /** Puts back what was there. */
  readonly revert: Iterable<string>;
  /** Takes away what nothing uses any more, once the change stays. */
  readonly cleanup: Iterable<string>;
}

interface Given {
  readonly program: NftProgram;
  readonly wanted: Contents;
  readonly live: LiveTable | undefined;
  readonly moves: readonly Move[];
  /** How long the change may have been there when it is taken back, in milliseconds: nobody is banned for longer then. */
  readonly patience: number;
}

/** The rules change; sets that stay as they are keep their members and what is left of their times. */
export function pushTexts(given: Given): ChangeTexts {
  return { load: loadText(given), revert: revertText(given), cleanup: cleanupText(given) };
}

function* loadText({ program, wanted, live, moves }: Given): Generator<string> {
  const { table } = program;
  yield* printClearing(program, live === undefined ? [] : otherChains(live));
  for (const { from } of moves) {
    if (wanted.sets.has(from.name)) yield `delete set inet ${table} ${from.name}`;
  }
  for (const name of remadeLimits(live, wanted)) yield `delete limit inet ${table} ${name}`;
  yield* printRules(program);
  yield `add chain inet ${table} ${markPrefix}${digestOf(wanted)}`;
  for (const { to, members } of moves) {
    if (to !== undefined) yield* addElements(table, to, members);
  }
}

function* revertText({ program, wanted, live, moves, patience }: Given): Generator<string> {
  const { table } = program;
  if (live === undefined) {
    yield `table inet ${table}`;
    yield `delete table inet ${table}`;
    return;
  }
  const chains = new Set([
    ...otherChains(live),
    ...[...wanted.chains.keys()].filter((name) => !isBase(name)),
    markPrefix + digestOf(wanted),
  ]);
  yield* printClearing(program, [...chains]);
  const present = new Set(live.sets.map(({ name }) => name));
  const remade = new Set(
    moves.map(({ from }) => from.name).filter((name) => wanted.sets.has(name)),
  );
  for (const name of wanted.sets.keys()) {
    if (!present.has(name) || remade.has(name)) yield `delete set inet ${table} ${name}`;
  }
  const limits = new Set(
    live.others.filter(({ kind }) => kind === "limit").map(({ name }) => name),
  );
  for (const name of wanted.limits.keys()) {
    if (!limits.has(name)) yield `delete limit inet ${table} ${name}`;
  }
  for (const name of remadeLimits(live, wanted)) yield `delete limit inet ${table} ${name}`;
  for (const { name, block } of live.sets) {
    if (wanted.sets.get(name)?.members === undefined || remade.has(name)) continue;
    yield* declared(table, [withoutElements(block)]);
    yield `flush set inet ${table} ${name}`;
  }
  yield* declared(table, [
    ...live.sets.map(({ name, block }) =>
      wanted.sets.get(name)?.members === undefined ? withoutElements(block) : block,
    ),
    ...live.others.filter(({ kind }) => kind === "limit"),
    ...live.chains.map(({ block }) => block),
  ]);
  if (live.pushed !== undefined) yield `add chain inet ${table} ${markPrefix}${live.pushed}`;
  for (const { name, members } of live.sets) {
    if (remade.has(name) && wanted.sets.get(name)?.members === undefined) {
      yield* addElements(table, name, members, patience);
    }
  }
}

/** Sets of lists that are no more or have another `max` or `per`, and whatever others have put into the table. */
function* cleanupText({ program, wanted, live }: Given): Generator<string> {
  if (live === undefined) return;
  const { table } = program;
  for (const { name } of live.sets) {
    if (!wanted.sets.has(name)) yield `delete set inet ${table} ${name}`;
  }
  for (const { kind, name } of live.others) {
    const isWanted = kind === "limit" && wanted.limits.has(name);
    if (!isWanted && removable.includes(kind)) yield `delete ${kind} inet ${table} ${name}`;
  }
}

/** What can be in a table beside sets and chains, and is taken away when no rule of the policy uses it. */
export const removable: readonly string[] = ["limit", "map", "counter", "quota", "flowtable"];

/** The whole table goes. */
export function removalTexts(table: string, live: LiveTable, patience: number): ChangeTexts {
  const blocks = [
    ...live.sets.map(({ block }) => block),
    ...live.others,
    ...live.chains.map(({ block }) => block),
  ];
  function* revert(): Generator<string> {
    yield* declared(table, blocks.map(withoutElements));
    if (live.pushed !== undefined) yield `add chain inet ${table} ${markPrefix}${live.pushed}`;
    for (const { name, members, shape } of live.sets) {
      // What rates and connections are counted by has more to it than its key; it begins empty.
      if (listSetName(name) === undefined && shape.includes("dynamic")) continue;
      yield* addElements(table, name, members, patience);
    }
  }
  return { load: [`delete table inet ${table}`], revert: revert(), cleanup: [] };
}

function otherChains({ chains, pushed }: LiveTable): readonly string[] {
  const mark = pushed === undefined ? [] : [markPrefix + pushed];
  return [...chains.map(({ name }) => name).filter((name) => !isBase(name)), ...mark];
}

function isBase(chain: string): boolean {
  return baseChains.some(({ name }) => name === chain);
}

/** Limits of the same name that say something else; the others keep their buckets. */
function remadeLimits(live: LiveTable | undefined, wanted: Contents): readonly string[] {
  if (live === undefined) return [];
  return [...contentsOfLive(live).limits]
    .filter(([name, key]) => wanted.limits.has(name) && wanted.limits.get(name) !== key)
    .map(([name]) => name);
}

function* declared(table: string, blocks: readonly Block[]): Generator<string> {
  yield `table inet ${table} {`;
  for (const { kind, name, lines } of blocks) {
    yield `  ${kind} ${name} {`;
    for (const line of lines) yield `    ${line}`;
    yield "  }";
  }
  yield "}";
}

function withoutElements(block: Block): Block {
  const start = block.lines.findIndex((line) => line.startsWith("elements = {"));
  return start < 0 || block.kind !== "set"
    ? block
    : { ...block, lines: block.lines.slice(0, start) };
}
