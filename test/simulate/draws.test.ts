import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { seededDraws } from "../../src/simulate/draws.js";
import { playing } from "./playing.js";

test("draws are the same for the same seed and run, and multiples of 2^-32 below 1", () => {
  const draw = seededDraws(20261122);
  const draws = Array.from({ length: 1000 }, draw);
  expect(draws.slice(0, 4)).toMatchInlineSnapshot(`
    [
      0.34938582428731024,
      0.03796692262403667,
      0.4274520454928279,
      0.2957379587460309,
    ]
  `);
  expect(draws).toEqual(Array.from({ length: 1000 }, seededDraws(20261122, 0)));
  for (const one of draws)
    expect(Number.isInteger(one * 2 ** 32) && one >= 0 && one < 1).toBe(true);
});

test("every seed and run is another stream", () => {
  const seeds = [0, 1, 2, 2 ** 32, 2 ** 32 + 1, Number.MAX_SAFE_INTEGER];
  const first = seeds.flatMap((seed) => [0, 1, 2, 1000].map((run) => seededDraws(seed, run)()));
  expect(new Set(first).size).toBe(first.length);
});

test("draws are uniform: 100 equal parts, by chi-square", () => {
  const parts = new Array<number>(100).fill(0);
  for (let run = 0; run < 100; run++) {
    const draw = seededDraws(5, run);
    for (let count = 0; count < 1000; count++) {
      const part = Math.floor(draw() * 100);
      parts[part] = (parts[part] ?? 0) + 1;
    }
  }
  const chiSquare = parts.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
  // 99 degrees of freedom: mean 99, deviation 14.07.
  expect(Math.abs(chiSquare - 99) / 14.07).toBeLessThan(4);
});

test("an ssh guesser every 10 seconds is in the bin after three tries with the odds that the ladder says", () => {
  const text = readFileSync("examples/01-sinbin-ladder/policy.sbn", "utf8");
  const { engine, play } = playing(text, { draws: seededDraws(1), watch: undefined });
  const sources = 20_000;
  for (let attempt = 0; attempt < 3; attempt++) {
    for (let source = 0; source < sources; source++) {
      play({ t: 10 * attempt, from: `198.18.${source >> 8}.${source & 255}` });
    }
  }
  const caught = engine.entries(20_000).get("sinbin")?.size ?? 0;
  // One step is 1-(1-.8)(1-.2), then 1-(1-.8)(1-.3), then 1-(1-.8)(1-.4).
  const odds = 0.84 * 0.86 * 0.88;
  const z = (caught - sources * odds) / Math.sqrt(sources * odds * (1 - odds));
  expect(Math.abs(z)).toBeLessThan(4.5);
});
