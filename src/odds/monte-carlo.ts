import { seededDraws } from "../simulate/draws.js";
import type { Draws } from "../simulate/engine.js";
import type { Interval } from "./interval.js";
import type { Effort, Odds } from "./odds.js";
import type { Player, Source } from "./playing.js";
import { mostlyBanned } from "./survival.js";

/** Sources are given up after so many tries, or after more when more are asked for. */
const patience = 100;
const mostTries = 100_000;

/** A figure of fewer sources would say nothing. */
const fewestRuns = 50;

/** The 99.5 % point of the normal distribution: 99 % lie between it and its mirror image. */
const z99 = 2.5758293035489;

/** The same draws each time: a figure that is asked for again is the same. */
const seed = 1;

/** Plays many sources, connection by connection; what an interval holds, it holds with 99 % confidence. */
export function playedOdds(
  player: Player,
  gap: (draws: Draws) => number,
  tries: readonly number[],
  effort: Effort,
): Odds {
  const horizon = Math.min(
    mostTries,
    Math.max(patience, ...tries.filter((asked) => asked <= mostTries)),
  );
  const ends: number[] = [];
  const bins = new Map<number, number>();
  for (const { end, bin } of played(player, gap, horizon, Infinity, effort)) {
    ends.push(end);
    if (bin !== undefined) bins.set(bin, (bins.get(bin) ?? 0) + 1);
  }
  return {
    ...surveyed(ends, horizon, tries),
    bins: shares(bins),
    method: "Monte Carlo",
    faster: undefined,
  };
}

/** The chance of being banned by a try before some time in milliseconds, the first try being at 0. */
export function playedInTime(
  player: Player,
  gap: (draws: Draws) => number,
  limit: number,
  effort: Effort,
): Interval {
  let runs = 0;
  let hits = 0;
  let givenUp = 0;
  for (const { end, made } of played(player, gap, mostTries, limit, effort)) {
    runs++;
    if (end < Infinity) hits++;
    else if (made === mostTries) givenUp++;
  }
  return { low: wilson(hits, runs).low, high: wilson(hits + givenUp, runs).high };
}

/** The chance of being banned by the end of a schedule. */
export function playedSchedule(
  player: Player,
  times: readonly number[],
  { runs, tries }: Effort,
): Interval {
  const most = Math.max(fewestRuns, Math.min(runs, Math.floor(tries / player.cost / times.length)));
  let hits = 0;
  for (let run = 0; run < most; run++) {
    const source = player.start(seededDraws(seed, run));
    if (times.some((at) => source.connect(at) !== undefined)) hits++;
  }
  return wilson(hits, most);
}

/** How it went with one source. */
interface Run {
  /** The try that banned; Infinity when none did in time. */
  readonly end: number;
  readonly bin: number | undefined;
  readonly made: number;
}

function* played(
  player: Player,
  gap: (draws: Draws) => number,
  horizon: number,
  limit: number,
  { runs, tries }: Effort,
): Generator<Run> {
  let spent = 0;
  for (let run = 0; run < runs && (spent < tries || run < fewestRuns); run++) {
    const draws = seededDraws(seed, run);
    const one = playOnce(player.start(draws), () => gap(draws), horizon, limit);
    spent += one.made * player.cost;
    yield one;
  }
}

function playOnce(source: Source, gap: () => number, horizon: number, limit: number): Run {
  let now = 0;
  let made = 0;
  while (made < horizon && now < limit) {
    made++;
    const bin = source.connect(now);
    if (bin !== undefined) return { end: made, bin, made };
    now += gap();
  }
  return { end: Infinity, bin: undefined, made };
}

function shares(bins: ReadonlyMap<number, number>): Odds["bins"] {
  const all = [...bins.values()].reduce((sum, count) => sum + count, 0);
  return [...bins].map(([timer, count]) => ({ timer, share: count / all }));
}

/** What the numbers of tries of many sources say. */
function surveyed(
  ends: readonly number[],
  horizon: number,
  tries: readonly number[],
): Pick<Odds, "within" | "tries" | "tries99"> {
  const sorted = [...ends].sort((a, b) => a - b);
  const within = tries.map((asked): Interval => {
    const hits = sorted.filter((end) => end <= Math.min(asked, horizon)).length;
    const { low, high } = wilson(hits, sorted.length);
    return asked <= horizon ? { low, high } : { low, high: 1 };
  });
  return { within, tries: meanOf(sorted, horizon), tries99: quantile(sorted, horizon) };
}

/** Wilson, "Probable inference, the law of succession, and statistical inference", 1927. */
export function wilson(hits: number, runs: number): Interval {
  const share = hits / runs;
  const square = z99 * z99;
  const scale = 1 + square / runs;
  const centre = (share + square / (2 * runs)) / scale;
  const half = (z99 / scale) * Math.sqrt((share * (1 - share)) / runs + square / (4 * runs * runs));
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

/** Order statistics whose ranks are a binomial's 99 % about the quantile; whoever was given up may make any number. */
function quantile(sorted: readonly number[], horizon: number): Interval {
  const runs = sorted.length;
  const half = z99 * Math.sqrt(runs * mostlyBanned * (1 - mostlyBanned));
  const rank = (place: number): number =>
    sorted[Math.min(runs - 1, Math.max(0, Math.round(place)))] ?? Infinity;
  return {
    low: Math.min(horizon, rank(runs * mostlyBanned - half)),
    high: rank(runs * mostlyBanned + half),
  };
}
