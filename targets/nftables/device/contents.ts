import { contentHash } from "../../../src/device/content-hash.js";
import { addressSet, rangesOf } from "../../../src/net/address-set.js";
import { parseAddressText } from "../../../src/net/address-text.js";
import { sourceFile } from "../../../src/source/source-file.js";
import { shapeOfMeter, shapeOfSet } from "../host/description.js";
import type { NamedLimit, NftProgram, NftRule, NftSet } from "../model.js";
import { cursorOf } from "../parse/cursor.js";
import { listSetName, readNamedLimit } from "../parse/sets.js";
import { printRange, printStored } from "../print-members.js";
import { printRule } from "../print-rule.js";
import { hookLine } from "../print.js";
import { ruleKey } from "./comparable.js";
import type { LiveRule, LiveSet, LiveTable } from "./live-table.js";
import type { Block } from "./listing.js";

/** What a table says, in one form for a program and for what the kernel lists. */
export interface Contents {
  readonly sets: ReadonlyMap<string, SetContents>;
  /** What each limit says. */
  readonly limits: ReadonlyMap<string, string>;
  readonly chains: ReadonlyMap<string, ChainContents>;
}

export interface SetContents {
  readonly shape: string;
  /** The permanent ones, as ranges; undefined for a set that packets fill. */
  readonly members: readonly string[] | undefined;
}

export interface ChainContents {
  readonly hook: string | undefined;
  readonly rules: readonly RuleLine[];
}

export interface RuleLine {
  /** What it says; not where it comes from. */
  readonly key: string;
  readonly comment: string;
  /** In nft's words. */
  readonly text: string;
}

export function contentsOfProgram({ sets, meters, limits, chains }: NftProgram): Contents {
  return {
    sets: new Map([
      ...sets.map(
        (set) => [set.name, { shape: shapeOfSet(set), members: fixedMembers(set) }] as const,
      ),
      ...meters.map(
        (meter) => [meter.name, { shape: shapeOfMeter(meter), members: undefined }] as const,
      ),
    ]),
    limits: new Map(limits.map((limit) => [limit.name, limitKey(limit)])),
    chains: new Map(
      chains.map(({ name, hook, groups }) => [
        name,
        {
          hook: hook && hookLine(hook),
          rules: groups.flatMap(({ rules }) => rules).map(lineOf),
        },
      ]),
    ),
  };
}

export function contentsOfLive({ sets, chains, others }: LiveTable): Contents {
  return {
    sets: new Map(sets.map((set) => [set.name, { shape: set.shape, members: liveMembers(set) }])),
    limits: new Map(
      others
        .filter(({ kind }) => kind === "limit")
        .map((block) => [block.name, liveLimitKey(block)]),
    ),
    chains: new Map(
      chains.map(({ name, hook, rules }) => [name, { hook, rules: rules.map(liveLine) }]),
    ),
  };
}

export const nothing: Contents = { sets: new Map(), limits: new Map(), chains: new Map() };

/** Ten digits for all of it, where the rules come from included. */
export function digestOf({ sets, limits, chains }: Contents): string {
  const text = [
    ...inOrder(sets).map(
      ([name, { shape, members }]) => `set ${name} ${shape} ${members?.join() ?? ""}`,
    ),
    ...inOrder(limits).map(([name, key]) => `limit ${name} ${key}`),
    ...inOrder(chains).map(([name, { hook, rules }]) =>
      [`chain ${name} ${hook ?? ""}`, ...rules.map(({ key, comment }) => `${key} ${comment}`)].join(
        "\n",
      ),
    ),
  ];
  return contentHash(text.join("\n"));
}

function inOrder<T>(map: ReadonlyMap<string, T>): readonly (readonly [string, T])[] {
  return [...map].toSorted(([a], [b]) => (a < b ? -1 : 1));
}

function lineOf(rule: NftRule): RuleLine {
  return { key: ruleKey(rule), comment: rule.comment ?? "", text: printRule(rule) };
}

function liveLine({ rule, text }: LiveRule): RuleLine {
  return rule === undefined ? { key: text, comment: "", text } : lineOf(rule);
}

function fixedMembers(set: NftSet): readonly string[] | undefined {
  return "members" in set ? [...printStored(set)] : undefined;
}

/** Intervals that touch are one, as in a policy; hosts in a hash stay apart. */
function liveMembers({ name, shape, members }: LiveSet): readonly string[] | undefined {
  const own = listSetName(name);
  if (own?.isFixed !== true) return undefined;
  const ranges = members.flatMap(({ key }) => {
    const range = parseAddressText(key);
    return "error" in range || range.family !== own.family ? [] : [range];
  });
  const found = shape.includes("interval")
    ? rangesOf(addressSet(ranges), own.family)
    : ranges.toSorted((a, b) => (a.first < b.first ? -1 : 1));
  return [...found].map(printRange);
}

function limitKey({ over, bucket }: NamedLimit): string {
  const { rate, burst } = bucket;
  return [over ? "over" : "", rate.count, rate.unit, burst].join(" ");
}

function liveLimitKey({ name, lines }: Block): string {
  const cursor = cursorOf(sourceFile("limit", `${name} {\n${lines.join("\n")}\n}\n`));
  const limit = readNamedLimit(cursor);
  return limit === undefined ? lines.join("\n") : limitKey(limit);
}
