import { expect, test } from "vitest";
import type { Schedule } from "../../src/ast/expect-nodes.js";
import { chanceOf } from "../../src/odds/figure.js";
import { middle } from "../../src/odds/interval.js";
import { type Effort, quickEffort } from "../../src/odds/odds.js";
import { gapOf, type Pace } from "../../src/odds/pace.js";
import { policyPlayer } from "../../src/odds/playing.js";
import { isObstacle } from "../../src/odds/stranger.js";
import { seededDraws } from "../../src/simulate/draws.js";
import type { Draws } from "../../src/simulate/engine.js";
import { strangerTo } from "./ladders.js";

/**
 * What is worked out is held against the meaning of the policy, packet by packet (`src/simulate`), which knows nothing of
 * chains and lattices. Not shown: how good a bracket is, only that it holds.
 */

const ladders = 500;
const sources = 120;
const effort: Effort = { ...quickEffort, states: 2000 };

const pick = <T>(draws: Draws, ...choices: readonly T[]): T =>
  choices[Math.floor(draws() * choices.length)] ?? choices[0]!;
const within = (draws: Draws, low: number, high: number): number =>
  low + Math.floor(draws() * (high - low + 1));

/** A ladder with all that ladders can have, and sometimes a second one, or one spelled out by hand. */
function randomPolicy(draws: Draws): string {
  const ladder = (name: string): string => {
    const count = within(draws, 1, 4);
    const rungs = Array.from(
      { length: count },
      (_, index) => `${name}_${index} ${pick(draws, "10s", "15s", "30s", "40s", "1m")}`,
    );
    const odds = (): string =>
      pick(draws, true, false)
        ? `${within(draws, 5, 100)}%`
        : Array.from({ length: count + 1 }, () => `${within(draws, 5, 100)}%`).join(" ");
    const rows = [
      ...pick(draws, [`odds ssh ${odds()}`], []),
      ...pick(draws, [`odds tcp/{22,80} ${odds()}`], []),
      pick(draws, `odds any ${odds()}`, `odds other ${odds()}`),
      ...pick(draws, ["trap telnet"], []),
      ...pick(draws, ["ignore https"], []),
      ...pick(draws, ["scan"], []),
    ];
    return `ladder ${name} hook input {\n rungs ${rungs.join(", ")}\n bin ${name}_bin 5m\n ${rows.join("\n ")}\n}\n`;
  };
  const byHand = `list low timeout 20s
list high timeout 45s
list gone timeout 1h
chain input hook input { new -> jump steps }
chain steps {
  from gone -> drop
  from high ${within(draws, 5, 95)}% -> add source to gone, drop
  from low ssh ${within(draws, 5, 95)}% -> add source to high for ${pick(draws, "20s", "45s")}
  from low from !high ${within(draws, 5, 95)}% -> add source to high
  ssh ${within(draws, 5, 95)}% -> jump more
  ${within(draws, 5, 95)}% -> add source to low for 30s
}
chain more {
  from low -> return
  ${within(draws, 5, 95)}% -> add source to low
}
`.replace("from low from !high", pick(draws, "from low", "from !high"));
  return pick(draws, ladder("one"), ladder("one"), ladder("one") + ladder("two"), byHand);
}

function randomPace(draws: Draws): Pace {
  const period = { milliseconds: 1000 * pick(draws, 1, 3, 5, 7, 10, 15, 20, 30, 33) };
  const jitter = { milliseconds: within(draws, 1, period.milliseconds) };
  return pick<Pace>(
    draws,
    { kind: "every", period, jitter: undefined },
    { kind: "every", period, jitter },
    { kind: "about", mean: period },
  );
}

test(`exact figures, brackets and played policies agree on ${ladders} ladders`, () => {
  const methods = new Map<string, number>();
  let furthest = 0;
  for (let number = 0; number < ladders; number++) {
    const draws = seededDraws(2026, number);
    const text = randomPolicy(draws);
    const port = pick(draws, 22, 80, 443, 23, 5000);
    const pace = randomPace(draws);
    const count = within(draws, 2, 12);
    const { gate, subject, climb } = strangerTo(text, port);
    if (isObstacle(climb)) throw new Error(climb.why);
    const times = [0];
    for (let index = 1; index < count; index++) {
      times.push(Math.round((times.at(-1) ?? 0) + gapOf(pace)(draws)));
    }
    const fixed: Schedule = { kind: "at", times: times.map((milliseconds) => ({ milliseconds })) };
    {
      const schedule = number % 4 === 3 ? fixed : pace;
      const bound = { within: { kind: "tries", count } } as const;
      const { chance, method } = chanceOf(climb, schedule, bound, effort);
      methods.set(method, (methods.get(method) ?? 0) + 1);
      const player = policyPlayer(gate.ruleset, gate.memory, () => subject);
      let hits = 0;
      for (let run = 0; run < sources; run++) {
        const own = seededDraws(number, run);
        const source = player.start(own);
        let now = 0;
        for (let index = 0; index < count; index++) {
          const at = schedule.kind === "at" ? (times[index] ?? 0) : now;
          if (source.connect(at) !== undefined) {
            hits++;
            break;
          }
          if (schedule.kind !== "at") now += gapOf(schedule)(own);
        }
      }
      const share = hits / sources;
      const nearest = Math.min(Math.max(share, chance.low), chance.high);
      const deviation = Math.sqrt((nearest * (1 - nearest)) / sources);
      // Half a source more or less is no evidence, and a count is whole.
      const z = Math.max(0, Math.abs(share - nearest) - 0.5 / sources) / Math.max(deviation, 1e-9);
      const rare = Math.min(nearest, 1 - nearest) * sources < 2;
      const isFar = rare ? Math.abs(share - nearest) * sources > 9 : z > 4.5;
      furthest = Math.max(furthest, rare ? 0 : z);
      expect(
        isFar,
        `${String(number)}: ${text}${String(port)} ${JSON.stringify(schedule)} ${count} tries: ` +
          `${String(middle(chance))} (${method}), played ${String(share)}`,
      ).toBe(false);
      if (chance.high === 0) expect(hits).toBe(0);
      if (chance.low === 1) expect(hits).toBe(sources);
    }
  }
  // A test in which everything is played, or nothing comes near the edge, would show little.
  expect(methods.get("exact chain")).toBeGreaterThan(40);
  expect(methods.get("bracket")).toBeGreaterThan(100);
  expect(methods.get("expiry tuples")).toBe(ladders / 4);
  expect(furthest).toBeGreaterThan(2);
}, 600_000);
