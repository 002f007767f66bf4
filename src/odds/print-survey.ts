import { formatDuration } from "../net/duration.js";
import { aligned } from "./aligned.js";
import type { Interval } from "./interval.js";
import type { Rung } from "./ladder-shape.js";
import { obstacleInWords } from "./obstacle.js";
import { exampleOf, type Kind, type PaceRow, type Survey, surveyedTries } from "./survey.js";
import type { Survival } from "./survival.js";
import { chanceInWords, paceInWords, rungInWords, triesInWords } from "./words.js";

/** A survey for people to read, with bars of so many columns beside the chances; none for 0. */
export function* printSurvey(survey: Survey, bars: number): Generator<string> {
  const { rungs, kinds, behaviours } = survey;
  if (kinds.length === 0) {
    yield "Nobody is banned: no rule drops whoever is on a list that another rule fills.";
    return;
  }
  yield* ladderInWords(rungs);
  for (const kind of kinds) {
    yield "";
    yield* printKind(kind, bars);
  }
  yield "";
  yield "Who would be banned";
  yield* aligned(
    behaviours.map(({ behaviour, banned }) => [
      `  ${behaviour.who}`,
      behaviour.what,
      chanceInWords(banned),
      bar(banned, bars),
    ]),
    [2],
  );
  yield* footnotes(survey);
}

function* ladderInWords(rungs: readonly Rung[]): Generator<string> {
  const heights = new Map<string, string[]>();
  for (const rung of rungs) {
    const key = rung.isBin ? "bin" : String(rung.height);
    heights.set(key, [...(heights.get(key) ?? []), rungInWords(rung)]);
  }
  yield [...heights.values()].map((same) => same.join(" | ")).join(" -> ");
}

function* printKind(kind: Kind, bars: number): Generator<string> {
  const names = kind.names.join("; ");
  const example = exampleOf(kind);
  yield names === example ? names : `${names} (${example})`;
  if (kind.obstacle !== undefined) {
    yield `  ${obstacleInWords(kind.obstacle)}`;
  }
  if (kind.rows.every(({ odds }) => odds.tries.low === Infinity && odds.faster === undefined)) {
    yield "  never banned";
    return;
  }
  const head = [
    "  pace",
    ...surveyedTries.map((tries) => `${String(tries)} tries`),
    "mean",
    "99% by",
    "dropped",
    "method",
  ];
  const rows = kind.rows.flatMap((row) => rowsOf(row, bars));
  yield* aligned([head, ...rows], [1, 2, 3, 4, 5, 6, 7, 8]);
}

function rowsOf({ pace, odds, dropped }: PaceRow, bars: number): readonly (readonly string[])[] {
  const row = cells(paceInWords(pace), odds, chanceInWords(dropped), odds.method);
  const rows = [bars === 0 ? row : [...row, bar(odds.within[2] ?? noChance, bars)]];
  if (odds.faster !== undefined) rows.push(cells("  a hair faster", odds.faster, "", ""));
  return rows;
}

const noChance: Interval = { low: 0, high: 0 };

function cells(
  name: string,
  { within, tries, tries99 }: Survival,
  dropped: string,
  method: string,
): readonly string[] {
  return [
    `  ${name}`,
    ...within.map(chanceInWords),
    triesInWords(tries),
    triesInWords(tries99),
    dropped,
    method,
  ];
}

/** A share of so many columns, in eighths. */
function bar({ low }: Interval, columns: number): string {
  const eighths = Math.round(low * columns * 8);
  const rest = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8] ?? "";
  return "█".repeat(Math.floor(eighths / 8)) + rest;
}

function* footnotes({ kinds, rungs }: Survey): Generator<string> {
  const rows = kinds.flatMap((kind) => kind.rows);
  yield "";
  yield 'A try is a new connection of a source that no rule names; "99% by" is the try by which 99% of such sources are banned,';
  yield '"dropped" the share of all connections that are dropped in the long run, when nobody gives up.';
  if (rows.some(({ odds }) => odds.faster !== undefined)) {
    const timers = [...new Set(rungs.filter((rung) => !rung.isBin).flatMap((rung) => rung.timers))];
    const words = timers.map((timer) => formatDuration({ milliseconds: timer })).join(", ");
    yield `"A hair faster": the period divides a timeout (${words}), so a little less time between tries changes the odds.`;
  }
  if (rows.some(({ odds }) => odds.method === "Monte Carlo")) {
    yield "Monte Carlo: played with random draws; ± is the 99% confidence interval.";
  }
}
