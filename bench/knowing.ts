/** `sinbinc odds` and `tune`, and what the same would take by playing random sources until it is known as exactly. */
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { analyse, compileToRuleset } from "../src/compile.js";
import type { ExpectStatement } from "../src/ast/expect-nodes.js";
import { wellKnownServices } from "../src/net/well-known-services.js";
import type { Climb } from "../src/odds/climb.js";
import { gapOf, type Pace } from "../src/odds/pace.js";
import { climbPlayer } from "../src/odds/playing.js";
import { gateOf, isObstacle, strangersFor } from "../src/odds/stranger.js";
import { surveyedTries, surveyOf } from "../src/odds/survey.js";
import { seededDraws } from "../src/simulate/draws.js";
import type { Draws } from "../src/simulate/engine.js";
import { sourceFile } from "../src/source/source-file.js";
import { edited } from "../src/tune/edit.js";
import { tune } from "../src/tune/tune.js";
import { median } from "./measure.js";
import { cli, ladder } from "./places.js";

const rounds = 11;

/** Sources that are played, from which the rest is reckoned. */
const played = 2_000;

/** The 99.5 % point of the normal distribution. */
const z99 = 2.5758;

/** Whom the ladder of example 01 is to catch and to spare, instead of what stands there. */
const goals = `
expect "a guesser is caught"   { ssh every 10s banned within 20 tries >= 99% }
expect "a colleague is spared" { ssh at 0s 20s 40s banned <= 0.1% }
expect "a monitor is spared"   { https every 60s +- 1s banned within 1d <= 0.1% }
expect "a browser is spared"   { https at 0s 0s 0s 0s 0s 0s 1s 2s 5s 9s banned <= 0.1% }
expect "a script is spared"    { ssh at 0s 2s 4s 6s 8s banned <= 0.1% }
`;

export function knowingRows(folder: string): readonly string[] {
  const policy = readFileSync(ladder, "utf8");
  const withGoals = join(folder, "goals.sbn");
  writeFileSync(withGoals, `${policy.replace(/^expect .*$/gmu, "")}${goals}`);
  const start = processTimes(["check", ladder]);
  const odds = processTimes(["odds", ladder]);
  const startTune = processTimes(["check", withGoals]);
  const tuned = processTimes(["tune", withGoals]);
  return [
    "| what | sinbinc | by playing | ratio | goal |",
    "| --- | --- | --- | --- | --- |",
    row("`odds` of example 01", odds - start, tableByPlaying(policy), 150),
    row("`tune` with five expectations", tuned - startTune, goalsByPlaying(withGoals), 3000),
  ];
}

function row(what: string, own: number, peer: number, goal: number): string {
  const goalText = goal < 1000 ? `${String(goal)} ms` : `${String(goal / 1000)} s`;
  const met = own <= goal ? "met" : "**missed**";
  const hours = peer / 3_600_000;
  const long = hours >= 1 ? `${hours.toFixed(0)} h` : `${(peer / 1000).toFixed(0)} s`;
  return `| ${[what, `${own.toFixed(0)} ms`, `${long} (reckoned)`, (own / peer).toExponential(0), `within ${goalText}: ${met}`].join(" | ")} |`;
}

/** Processor time of the program with these arguments, in milliseconds: the median of some runs. */
function processTimes(args: readonly string[]): number {
  return median(
    Array.from({ length: rounds }, () => {
      const script = 'TIMEFORMAT="%U %S"; time "$@" >/dev/null 2>&1';
      const { stderr } = spawnSync("bash", ["-c", script, "x", process.execPath, cli, ...args], {
        encoding: "utf8",
      });
      const [user = NaN, system = NaN] = stderr.trim().split(" ").map(Number);
      return (user + system) * 1000;
    }),
  );
}

/** Milliseconds to know every figure of the table as exactly: to what is printed, or to the width of its bracket. */
function tableByPlaying(policy: string): number {
  const { value: ruleset } = compileToRuleset(sourceFile("policy.sbn", policy));
  if (ruleset === undefined) throw new Error("example 01 does not compile");
  const survey = surveyOf(ruleset, (name) => wellKnownServices.get(name));
  let time = 0;
  for (const { stranger, rows } of survey.kinds) {
    if (isObstacle(stranger.climb)) throw new Error("example 01 has to be played");
    for (const { pace, odds } of rows) {
      const needed = Math.max(
        ...odds.within.map(({ low, high }) => runsFor(high, Math.max(5e-5, (high - low) / 2))),
      );
      const last = surveyedTries.at(-1) ?? 0;
      time += needed * timeOfOne(stranger.climb, timesOf(pace), last, Infinity);
    }
  }
  return time;
}

/** The same for the ladder that `tune` finds, looked at once: each expectation to a tenth of what it allows. */
function goalsByPlaying(path: string): number {
  const file = sourceFile("goals.sbn", readFileSync(path, "utf8"));
  const { value: ruleset } = compileToRuleset(file);
  const tuning = ruleset && tune(analyse(file), ruleset);
  if (tuning?.kind !== "found") throw new Error("tune finds no ladder");
  const better = sourceFile("goals.sbn", edited(file.text, tuning.edits));
  const { value: found } = compileToRuleset(better);
  if (found === undefined) throw new Error("what tune found does not compile");
  const gate = gateOf(found);
  return analyse(better)
    .policy.statements.filter((statement) => statement.kind === "expect")
    .reduce((time, { service, schedule, bound }) => {
      const meaning = service.kind === "name" ? wellKnownServices.get(service.text) : undefined;
      const [stranger] = strangersFor(gate, meaning ?? []);
      if (stranger === undefined || isObstacle(stranger.climb)) return time;
      const allowed = bound.chance.millionths / 1_000_000;
      const rare = Math.min(allowed, 1 - allowed);
      const one = timeOfGoal(stranger.climb, schedule, bound);
      return time + runsFor(rare, rare / 10) * one;
    }, 0);
}

function timeOfGoal(
  climb: Climb,
  schedule: ExpectStatement["schedule"],
  { within }: ExpectStatement["bound"],
): number {
  if (schedule.kind === "at") {
    const times = schedule.times.map(({ milliseconds }) => milliseconds);
    return timeOfOne(climb, () => times, times.length, Infinity);
  }
  const [tries, limit] =
    within?.kind === "time"
      ? [Infinity, within.duration.milliseconds]
      : [within?.count ?? Infinity, Infinity];
  return timeOfOne(climb, timesOf(schedule), tries, limit);
}

/** When the connections of one source come; its first at 0. */
function timesOf(pace: Pace): (draws: Draws) => Iterable<number> {
  const gap = gapOf(pace);
  return function* (draws) {
    for (let now = 0; ; now += gap(draws)) yield now;
  };
}

/** How many sources have to be played for a share to be known so exactly, with 99 % confidence. */
function runsFor(share: number, half: number): number {
  return share * (1 - share) * (z99 / half) ** 2;
}

/** Milliseconds of processor time to play one source. */
function timeOfOne(
  climb: Climb,
  timesOf: (draws: Draws) => Iterable<number>,
  tries: number,
  limit: number,
): number {
  const player = climbPlayer(climb);
  const before = process.cpuUsage();
  for (let run = 0; run < played; run++) {
    const draws = seededDraws(1, run);
    const source = player.start(draws);
    let made = 0;
    for (const at of timesOf(draws)) {
      if (made++ === tries || at >= limit || source.connect(at) !== undefined) break;
    }
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / played;
}
