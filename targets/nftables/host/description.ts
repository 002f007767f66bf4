import {
  allUnits,
  type Duration,
  formatDuration,
  type Timeout,
} from "../../../src/net/duration.js";
import { dynamicSetSize } from "../capabilities.js";
import { oneLine } from "../header.js";
import type { MeterSet, NftProgram, NftRule, NftSet } from "../model.js";
import { familyDigit } from "../names.js";

/**
 * What the `sinbin` command on the host knows of a policy, as comment lines that it reads. They travel in
 * the file of the rules, so that the two cannot disagree. `helper/10-policies.sh` is the reader.
 */
export function* printDescription(program: NftProgram): Generator<string> {
  yield "#@ sinbin 1";
  yield `#@ policy ${oneLine(program.policy)}`;
  yield `#@ table ${program.table}`;
  for (const [spelling, name] of listNames(program)) yield `#@ list ${spelling} ${oneLine(name)}`;
  for (const bin of program.binned) yield `#@ bin ${spellingOf(program, bin)}`;
  for (const [list, timeout] of longestTimes(program)) {
    yield `#@ time ${spellingOf(program, list)} ${printTime(timeout)}`;
  }
  for (const set of program.sets) yield describeSet(program, set);
  for (const set of program.sets) yield `#@ shape ${set.name} ${shapeOfSet(set)}`;
  for (const meter of program.meters) yield `#@ shape ${meter.name} ${shapeOfMeter(meter)}`;
}

function listNames(program: NftProgram): ReadonlyMap<string, string> {
  return new Map(program.sets.map(({ list }) => [spellingOf(program, list), list]));
}

function spellingOf({ renamings }: NftProgram, list: string): string {
  return renamings.find(({ kind, from }) => kind === "list" && from === list)?.to ?? list;
}

/** How long the rules list somebody, at most: what a ban by hand lasts unless it says otherwise. */
export function longestTimes({ sets, chains }: NftProgram): ReadonlyMap<string, Timeout> {
  const groups = chains.flatMap((chain) => chain.groups);
  return timesOf(
    sets,
    groups.flatMap(({ rules }) => rules),
  );
}

export function timesOf(
  sets: readonly Pick<NftSet, "name" | "list">[],
  rules: readonly NftRule[],
): ReadonlyMap<string, Timeout> {
  const listOf = new Map(sets.map(({ name, list }) => [name, list]));
  const longest = new Map<string, Timeout>();
  for (const { end } of rules) {
    const list = end?.kind === "update" ? listOf.get(end.set) : undefined;
    if (end?.kind !== "update" || list === undefined) continue;
    const known = longest.get(list);
    if (known === undefined || isLonger(end.timeout, known)) longest.set(list, end.timeout);
  }
  return longest;
}

function isLonger(one: Timeout, other: Timeout): boolean {
  if (other === "forever") return false;
  return one === "forever" || one.milliseconds > other.milliseconds;
}

function printTime(timeout: Timeout): string {
  return timeout === "forever" ? timeout : withoutWeeks(timeout);
}

/** nft prints days and smaller. */
function withoutWeeks(duration: Duration): string {
  return formatDuration(duration, allUnits.slice(1));
}

function describeSet(program: NftProgram, set: NftSet): string {
  const [size, per] = "members" in set ? ["-", "-"] : [set.size, set.per ?? "-"];
  const { name, list, family, kind } = set;
  const spelled = spellingOf(program, list);
  return `#@ set ${name} ${spelled} ${familyDigit[family]} ${kind} ${String(size)} ${String(per)}`;
}

/** Type, flags, size and timeout as the kernel lists them: what nft would refuse to change, or ignore. */
export function shapeOfSet(set: NftSet): string {
  const type = `${set.family}_addr`;
  switch (set.kind) {
    case "hosts":
      return `${type} - - -`;
    case "intervals":
      return `${type} interval - -`;
    case "kept":
      return `${type} dynamic ${String(set.size)} -`;
    case "dynamic":
      return `${type} dynamic,timeout ${String(set.size)} -`;
  }
}

export function shapeOfMeter({ type, timeout }: MeterSet): string {
  const flags = timeout === undefined ? "dynamic" : "dynamic,timeout";
  const time = timeout === undefined ? "-" : withoutWeeks(timeout);
  return `${type.replaceAll(" ", "")} ${flags} ${String(dynamicSetSize)} ${time}`;
}
