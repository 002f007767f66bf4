import { sourceFile } from "../../../src/source/source-file.js";
import type { NftRule } from "../model.js";
import { cursorOf } from "../parse/cursor.js";
import { readRule } from "../parse/rule.js";
import { membersIn, type Member } from "./elements.js";
import { type Block, blocksOf } from "./listing.js";

/** A policy's table as the kernel has it, with what others have done to it. */
export interface LiveTable {
  readonly sets: readonly LiveSet[];
  readonly chains: readonly LiveChain[];
  /** Limits, and what no policy has: maps, counters, flow tables. */
  readonly others: readonly Block[];
  /** What the rules said when they were pushed, as a digest; undefined when they came another way. */
  readonly pushed: string | undefined;
}

export interface LiveSet {
  readonly name: string;
  readonly block: Block;
  /** Type, flags, size and timeout; see `host/description.ts`. */
  readonly shape: string;
  readonly members: readonly Member[];
}

export interface LiveChain {
  readonly name: string;
  readonly block: Block;
  /** The line of a base chain. */
  readonly hook: string | undefined;
  readonly rules: readonly LiveRule[];
}

export interface LiveRule {
  /** As nft lists it, without what was counted. */
  readonly text: string;
  /** Undefined for a rule that no policy becomes. */
  readonly rule: NftRule | undefined;
  readonly packets: number;
  readonly bytes: number;
}

export function liveTable(listing: string): LiveTable {
  const blocks = blocksOf(listing);
  const marks = blocks.filter(({ kind, name }) => kind === "chain" && name.startsWith(markPrefix));
  return {
    sets: blocks.filter(({ kind }) => kind === "set").map(liveSet),
    chains: blocks
      .filter((block) => block.kind === "chain" && !marks.includes(block))
      .map(liveChain),
    others: blocks.filter(({ kind }) => kind !== "set" && kind !== "chain"),
    pushed: marks[0]?.name.slice(markPrefix.length),
  };
}

/** An empty chain whose name tells what was pushed: nft has no other place for a remark that every version keeps. */
export const markPrefix = "pushed_";

function liveSet(block: Block): LiveSet {
  const { name, lines } = block;
  return { name, block, shape: shapeOfLines(lines), members: membersIn(lines) };
}

function shapeOfLines(lines: readonly string[]): string {
  const said = (word: string): string =>
    lines.find((line) => line.startsWith(`${word} `))?.slice(word.length + 1) ?? "-";
  return [said("type").replaceAll(" ", ""), said("flags"), said("size"), said("timeout")].join(" ");
}

function liveChain(block: Block): LiveChain {
  const { name, lines } = block;
  return {
    name,
    block,
    hook: lines.find((line) => /^type \w+ hook /u.test(line)),
    rules: lines.filter((line) => !/^(?:type \w+ hook |comment ")/u.test(line)).map(liveRule),
  };
}

function liveRule(line: string): LiveRule {
  const counted = /\bcounter packets (\d+) bytes (\d+)/u.exec(line);
  const cursor = cursorOf(sourceFile("rule", line));
  const rule = readRule(cursor);
  return {
    text: line.replaceAll(/\bcounter packets \d+ bytes \d+/gu, "counter"),
    rule: cursor.token.kind === "end" ? rule : undefined,
    packets: Number(counted?.[1] ?? 0),
    bytes: Number(counted?.[2] ?? 0),
  };
}
