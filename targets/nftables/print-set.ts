import { allUnits, formatDuration } from "../../src/net/duration.js";
import { dynamicSetSize } from "./capabilities.js";
import type { DynamicSet, MeterSet, NamedLimit, NftSet, StaticSet } from "./model.js";
import { printBucket } from "./print-test.js";
import { printElements } from "./print-members.js";

export function* printSet(set: NftSet): Generator<string> {
  yield `set ${set.name} {`;
  yield `  type ${set.family}_addr`;
  yield* "members" in set ? staticLines(set) : dynamicLines(set);
  yield "}";
}

/** No default timeout: each member brings its own. */
function* dynamicLines({ kind, size }: DynamicSet): Generator<string> {
  yield kind === "kept" ? "  flags dynamic" : "  flags dynamic,timeout";
  yield `  size ${String(size)}`;
}

function* staticLines(set: StaticSet): Generator<string> {
  if (set.kind === "intervals") yield "  flags interval";
  for (const line of printElements(set)) yield `  ${line}`;
}

export function* printMeter({ name, type, timeout }: MeterSet): Generator<string> {
  yield `set ${name} {`;
  yield `  type ${type}`;
  yield timeout === undefined ? "  flags dynamic" : "  flags dynamic,timeout";
  yield `  size ${String(dynamicSetSize)}`;
  if (timeout !== undefined) yield `  timeout ${formatDuration(timeout, allUnits.slice(1))}`;
  yield "}";
}

export function* printLimit({ name, over, bucket }: NamedLimit): Generator<string> {
  yield `limit ${name} {`;
  yield `  ${printBucket(over, bucket)}`;
  yield "}";
}
