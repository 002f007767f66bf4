import type { Climb } from "./climb.js";
import type { Interval } from "./interval.js";
import type { Effort, Odds } from "./odds.js";
import { mostlyBanned } from "./survival.js";

/** Uniform in [0, 1). */
export type Draw = () => number;

/** Sources are given up after so many tries, or after more when more are asked for. */
const patience = 2_000;
const mostTries = 100_000;

/** The 99.5 % point of the normal distribution: 99 % between it and its mirror image. */
const z99 = 2.5758293035489;

/** Plays many sources, connection by connection; what an interval holds, it holds with 99 % confidence. */
export function playedOdds(
  climb: Climb,
  gap: (draw: Draw) => number,
  tries: readonly number[],
  { runs, work }: Effort,
): Odds {
  const draw = seeded(0x5eed);
  const horizon = Math.min(mostTries, Math.max(patience, ...tries));
  const ends: number[] = [];
  const bins = new Map<number, number>();
  for (let spent = 0; ends.length < runs && (spent < work / 20 || ends.length < 100);) {
    const { tries: end, bin, made } = playOnce(climb, gap, draw, horizon, Infinity);
    ends.push(end);
    spent += made;
    if (bin !== undefined) bins.set(bin, (bins.get(bin) ?? 0) + 1);
  }
  return {
    ...surveyed(ends, horizon, tries),
    bins: shares(bins),
    method: "Monte Carlo",
    faster: undefined,
  };
}

/** The chance of being banned by a try before some time. */
export function playedInTime(
  climb: Climb,
  gap: (draw: Draw) => number,
  limit: number,
  { runs, work }: Effort,
): Interval {
  const draw = seeded(0x5eed);
  let hits = 0;
  let played = 0;
  let givenUp = 0;
  for (let spent = 0; played < runs && (spent < work / 20 || played < 100); played++) {
    const { tries, made } = playOnce(climb, gap, draw, mostTries, limit);
    if (tries < Infinity) hits++;
    else if (made > mostTries) givenUp++;
    spent += made;
  }
  return { low: wilson(hits, played).low, high: wilson(hits + givenUp, played).high };
}

/** @returns the try that banned, or Infinity when none did in time */
function playOnce(
  climb: Climb,
  gap: (draw: Draw) => number,
  draw: Draw,
  horizon: number,
  limit: number,
): { readonly tries: number; readonly bin: number | undefined; readonly made: number } {
  const ends = climb.timers.map(() => -1);
  let now = 0;
  let count = 1;
  for (; count <= horizon && now < limit; count++) {
    let mask = 0;
    for (const [slot, end] of ends.entries()) if (end > now) mask |= 1 << slot;
    const outcomes = climb.outcomes(mask);
    let chosen = outcomes[0];
    let rest = draw();
    for (const outcome of outcomes) {
      chosen = outcome;
      rest -= outcome.chance;
      if (rest < 0) break;
    }
    if (chosen?.banned !== undefined) return { tries: count, bin: chosen.banned, made: count };
    for (const [slot, timer] of chosen?.timers.entries() ?? []) {
      if (timer !== undefined) ends[slot] = now + timer;
    }
    now += gap(draw);
  }
  return { tries: Infinity, bin: undefined, made: count };
}

function shares(bins: ReadonlyMap<number, number>): Odds["bins"] {
  const all = [...bins.values()].reduce((sum, count) => sum + count, 0);
  return [...bins].map(([timer, count]) => ({ timer, share: count / all }));
}

/** What the numbers of tries of many sources say. */
export function surveyed(
  ends: readonly number[],
  horizon: number,
  tries: readonly number[],
): Pick<Odds, "within" | "tries" | "tries99"> {
  const sorted = [...ends].sort((a, b) => a - b);
  const runs = sorted.length;
  const within = tries.map((asked): Interval => {
    const hits = countUpTo(sorted, Math.min(asked, horizon));
    const { low, high } = wilson(hits, runs);
    return asked <= horizon ? { low, high } : { low, high: 1 };
  });
  return { within, tries: meanOf(sorted, horizon), tries99: quantile(sorted) };
}

function countUpTo(sorted: readonly number[], most: number): number {
  let count = 0;
  while (count < sorted.length && (sorted[count] ?? Infinity) <= most) count++;
  return count;
}

/** Wilson, "Probable inference, the law of succession, and statistical inference", 1927. */
export function wilson(hits: number, runs: number, z: number = z99): Interval {
  const share = hits / runs;
  const scale = 1 + (z * z) / runs;
  const centre = (share + (z * z) / (2 * runs)) / scale;
  const half = (z / scale) * Math.sqrt((share * (1 - share)) / runs + (z * z) / (4 * runs * runs));
  return {
    low: hits === 0 ? 0 : Math.max(0, centre - half),
    high: hits === runs ? 1 : Math.min(1, centre + half),
  };
}

/** Whoever was given up would have made more tries yet: then there is no upper bound. */
function meanOf(sorted: readonly number[], horizon: number): Interval {
  const capped = sorted.map((end) => Math.min(end, horizon));
  const runs = capped.length;
  const mean = capped.reduce((total, end) => total + end, 0) / runs;
  const variance =
    capped.reduce((total, end) => total + (end - mean) ** 2, 0) / Math.max(1, runs - 1);
  const half = z99 * Math.sqrt(variance / runs);
  const isWhole = sorted.every((end) => end < Infinity);
  return { low: Math.max(1, mean - half), high: isWhole ? mean + half : Infinity };
}

/** Order statistics whose ranks are a binomial's 99 % about the quantile. */
function quantile(sorted: readonly number[]): Interval {
  const runs = sorted.length;
  const half = z99 * Math.sqrt(runs * mostlyBanned * (1 - mostlyBanned));
  const rank = (place: number): number =>
    sorted[Math.min(runs - 1, Math.max(0, Math.round(place)))] ?? Infinity;
  return { low: rank(runs * mostlyBanned - half), high: rank(runs * mostlyBanned + half) };
}

/** Good enough to be judged by, and the same everywhere (Steele, Lea and Flood, SplitMix, 2014, in 32 bits). */
function seeded(seed: number): Draw {
  let state = seed;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let word = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    word = Math.imul(word ^ (word >>> 15), 0x735a2d97);
    return ((word ^ (word >>> 15)) >>> 0) / 2 ** 32;
  };
}
