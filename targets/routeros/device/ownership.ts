import { builtInChains } from "../names.js";
import { contentOf, isSet } from "./content.js";
import { hashOfGeneration, parseChain } from "./generation-name.js";
import { type ChainContent, contentText } from "./generation.js";
import { contentHash } from "../../../src/device/content-hash.js";
import type { Row } from "./session.js";

/** What of a table is a policy's: by comment, chain and content together. */
export interface Owned {
  readonly jumps: readonly OwnJump[];
  /** By generation. */
  readonly generations: ReadonlyMap<string, OwnGeneration>;
  /** What takes the effect from a jump that stands at a place that it leaves; see {@link nextOf}. */
  readonly bypasses: readonly Bypass[];
  /** Rows with our comment where nothing of ours stands: a copy somebody made, or what an import has left. */
  readonly strays: readonly Row[];
}

/** A bare jump of ours from a built-in chain into a generation. */
export interface OwnJump {
  readonly id: string;
  readonly row: Row;
  readonly point: string;
  readonly comment: string;
  readonly target: string;
  /** No packet comes through it: it is switched off, or bypassed. */
  readonly disabled: boolean;
}

/** A bare `return` at the head of the chain that a jump leads to. */
export interface Bypass {
  readonly row: Row;
  readonly chain: string;
  readonly disabled: boolean;
}

/**
 * The comment of the jump that takes another's place when a policy moves within a built-in chain, and of the bypass
 * of the one that leaves: with one comment one sentence switches both.
 */
export function nextOf(comment: string): string {
  return `${comment} next`;
}

export interface OwnGeneration {
  readonly name: string;
  /** All rows of its chains that carry our comment, in order. */
  readonly rows: readonly Row[];
  readonly chains: readonly ChainContent[];
  /** Rows without our comment in its chains. */
  readonly foreign: readonly Row[];
  /** It says what its name says, all of it, and nothing is switched off. */
  readonly intact: boolean;
}

export function ownedIn(rows: readonly Row[], owner: string): Owned {
  const jumps: OwnJump[] = [];
  const strays: Row[] = [];
  const bypasses: Bypass[] = [];
  const members = new Map<string, { ours: Row[]; foreign: Row[] }>();
  for (const row of rows) {
    const chain = row["chain"] ?? "";
    const name = parseChain(chain);
    const isOurs = carriesTag(row, owner);
    const jump = isOurs ? jumpOf(row, owner) : undefined;
    if (jump !== undefined) {
      jumps.push(jump);
    } else if (isOurs && isBypass(row, owner)) {
      bypasses.push({ row, chain, disabled: isSet(row, "disabled") });
    } else if (name !== undefined && !isSet(row, "dynamic")) {
      const found = members.get(name.generation) ?? { ours: [], foreign: [] };
      members.set(name.generation, found);
      (isOurs ? found.ours : found.foreign).push(row);
    } else if (isOurs) {
      strays.push(row);
    }
  }
  const passedBy = new Set(bypasses.filter(({ disabled }) => !disabled).map(({ chain }) => chain));
  const generations = [...members]
    .filter(([, { ours }]) => ours.length > 0)
    .map(
      ([name, { ours, foreign }]) => [name, generationOf(name, ours, foreign, passedBy)] as const,
    );
  return {
    jumps: jumps.map((jump) => ({
      ...jump,
      disabled: jump.disabled || passedBy.has(jump.target),
    })),
    generations: new Map(generations),
    bypasses,
    strays,
  };
}

/** `sinbin:edge`, alone or before a space; `sinbin:edge2` is another policy. */
export function carriesTag(row: Row, owner: string): boolean {
  const comment = row["comment"] ?? "";
  return comment === owner || comment.startsWith(`${owner} `);
}

/** A jump with nothing but its target, from the chain that its comment names, into a chain of a generation. */
function jumpOf(row: Row, owner: string): OwnJump | undefined {
  const { action, chain = "", comment = "", ...rest } = contentOf(row);
  const target = rest["jump-target"];
  const isBare = Object.keys(rest).length === 1 && target !== undefined;
  if (action !== "jump" || !isBare || parseChain(target) === undefined) return undefined;
  if (!isHookComment(comment, owner, chain) || !builtInChains.has(chain)) return undefined;
  return {
    id: row[".id"] ?? "",
    row,
    point: chain,
    comment,
    target,
    disabled: isSet(row, "disabled"),
  };
}

function isHookComment(comment: string, owner: string, chain: string): boolean {
  const start = `${owner} hook ${chain}`;
  return (
    comment.startsWith(start) && /^(?: [1-9]\d*)?(?: next)?$/u.test(comment.slice(start.length))
  );
}

function isBypass(row: Row, owner: string): boolean {
  const { action, chain = "", comment = "", ...rest } = contentOf(row);
  return (
    action === "return" &&
    parseChain(chain) !== undefined &&
    Object.keys(rest).length === 0 &&
    comment.startsWith(`${owner} hook `) &&
    comment.endsWith(nextOf(""))
  );
}

function generationOf(
  name: string,
  rows: readonly Row[],
  foreign: readonly Row[],
  passedBy: ReadonlySet<string>,
): OwnGeneration {
  const chains = chainsOf(rows);
  const intact =
    foreign.length === 0 &&
    !rows.some(({ chain = "" }) => passedBy.has(chain)) &&
    !rows.some((row) => isSet(row, "disabled")) &&
    contentHash(contentText(chains)) === hashOfGeneration(name);
  return { name, rows, chains, foreign, intact };
}

/** What rows say, chain by chain, without the generation's name. */
function chainsOf(rows: readonly Row[]): readonly ChainContent[] {
  const chains = new Map<string, Record<string, string>[]>();
  for (const row of rows) {
    const { chain = "", ...content } = contentOf(row);
    const base = parseChain(chain)?.base ?? chain;
    const target = content["jump-target"];
    const rules = chains.get(base) ?? [];
    chains.set(base, rules);
    rules.push(
      target === undefined
        ? content
        : { ...content, "jump-target": parseChain(target)?.base ?? target },
    );
  }
  return [...chains].map(([base, rules]) => ({ base, rules }));
}
