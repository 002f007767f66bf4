import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { oddsAbout } from "../../src/odds/about.js";
import { oddsEvery } from "../../src/odds/every.js";
import { quickEffort } from "../../src/odds/odds.js";
import { shareDropped } from "../../src/odds/share.js";
import { climbTo, seed } from "./ladders.js";

/** The ladder of the first example, against figures that were worked out by hand and by other programs. */

const spelledOut = readFileSync("examples/01-sinbin-ladder/chains.sbn", "utf8");

describe.each([
  ["as a ladder", seed],
  ["spelled out as chains", spelledOut],
])("%s", (_, text) => {
  const ssh = climbTo(text, 22);
  const web = climbTo(text, 80);

  test("ssh every 10 s", () => {
    const { within, tries, method } = oddsEvery(ssh, 10_000, [3, 5], quickEffort);
    expect(method).toBe("exact chain");
    expect(within[0]?.low).toBeCloseTo(0.84 * 0.86 * 0.88, 9);
    expect(within[0]?.low).toBeCloseTo(0.635712, 9);
    expect(within[1]?.low).toBeCloseTo(0.977725, 6);
    expect(tries.low).toBeCloseTo(3.48963, 5);
    expect(tries.high).toBeCloseTo(tries.low, 9);
  });

  test("anything every 10 s", () => {
    const { within, tries } = oddsEvery(web, 10_000, [10], quickEffort);
    expect(within[0]?.low).toBeCloseTo(0.5536, 4);
    expect(tries.low).toBeCloseTo(11.45, 2);
  });

  test("ssh every 61 s, and every 60 s: never, but a hair below 60 s", () => {
    const slow = oddsEvery(ssh, 61_000, [3, 1_000_000_000], quickEffort);
    expect(slow.within).toEqual([
      { low: 0, high: 0 },
      { low: 0, high: 0 },
    ]);
    expect(slow.tries.low).toBe(Infinity);
    expect(slow.faster).toBeUndefined();
    const edge = oddsEvery(ssh, 60_000, [3], quickEffort);
    expect(edge.within[0]).toEqual({ low: 0, high: 0 });
    expect(edge.faster?.within[0]?.low).toBeCloseTo(0.635712, 9);
  });

  test("ssh about every minute", () => {
    const effort = { ...quickEffort, states: 20_000 };
    const { within, tries, method } = oddsAbout(ssh, 60_000, [10], effort);
    expect(method).toBe("bracket");
    // The bounds are tighter than the rounded figures 0.866 and 6.44 that go about for this ladder.
    expect(within[0]?.low).toBeGreaterThan(0.867);
    expect(within[0]?.high).toBeLessThan(0.8671);
    expect(tries.low).toBeGreaterThan(6.422);
    expect(tries.high).toBeLessThan(6.425);
  });
});

test("the share that is dropped", () => {
  const climb = climbTo(seed, 22);
  const pace = { kind: "every", period: { milliseconds: 10_000 }, jitter: undefined } as const;
  const odds = oddsEvery(climb, 10_000, [], quickEffort);
  expect(shareDropped(pace, odds).low).toBeCloseTo(1439 / (1439 + 3.4896305), 9);
  const stream = { kind: "about", mean: { milliseconds: 10_000 } } as const;
  const about = oddsAbout(climb, 10_000, [], quickEffort);
  const { low, high } = shareDropped(stream, about);
  expect(low).toBeLessThanOrEqual(1440 / (1440 + about.tries.low));
  expect(high).toBeGreaterThanOrEqual(1440 / (1440 + about.tries.high));
});

test("a thousand million tries, and lists that outlast all patience", () => {
  const rare = `ladder l hook input { rungs a 1h, b 30d\n bin c 1d\n odds any 0.0001% }`;
  const { within } = oddsEvery(climbTo(rare, 80), 1_800_000, [1_000_000_000], quickEffort);
  expect(within[0]?.low).toBeGreaterThanOrEqual(0);
  expect(within[0]?.high).toBeLessThanOrEqual(1);
  const odds = oddsEvery(climbTo(seed, 80), 10_000, [1_000_000_000], quickEffort);
  expect(odds.within[0]?.high).toBeCloseTo(1, 9);
});

/** Every way to climb L rungs that nothing forgets in k tries: a sum over how long each rung took. */
function levelChain(chances: readonly number[], tries: number): number {
  let levels = [1, ...chances.map(() => 0)];
  for (let count = 0; count < tries; count++) {
    levels = levels.map((weight, level) => {
      const stays = 1 - (chances[level] ?? 0);
      const comes = (levels[level - 1] ?? 0) * (chances[level - 1] ?? 0);
      return weight * stays + comes;
    });
  }
  return levels.at(-1) ?? 0;
}

test.each([1, 2, 3, 5, 9])("%i rungs that do not run out are a level chain", (count) => {
  const chances = Array.from({ length: count + 1 }, (_, level) => 10 + 7 * level);
  const names = Array.from({ length: count }, (_, level) => `r${level} 1d`);
  const text = `ladder l hook input { rungs ${names.join(", ")}\n bin b 1d\n odds any ${chances.map((chance) => `${chance}%`).join(" ")} }`;
  const asked = [1, 5, 10, 20, 50, 300];
  const { within, tries, method } = oddsEvery(climbTo(text, 80), 1000, asked, quickEffort);
  expect(method).toBe("level chain");
  const shares = chances.map((chance) => chance / 100);
  for (const [index, tries] of asked.entries()) {
    expect(within[index]?.low).toBeCloseTo(levelChain(shares, tries), 9);
  }
  const expected = shares.reduce((sum, share) => sum + 1 / share, 0);
  expect(tries.low).toBeCloseTo(expected, 9);
});
