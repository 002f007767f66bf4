import { afterAll, beforeAll, expect, test } from "vitest";
import { describeOnKernel, type Lab, openLab } from "./netns.js";
import { examplePolicy, nftText, sources, sources6 } from "./policy.js";

const table = "sinbin_edge";

/** Example 01's odds for one new connection. */
const sshOdds = [0.8, 0.8, 0.8] as const;
const anyOdds = [0.2, 0.3, 0.4] as const;

/** The exact share of sources on each step after each round: none, sin_1, sin_2, sinbin. */
function markov(climb: readonly number[], rounds: number): readonly (readonly number[])[] {
  const shares: number[][] = [[1, 0, 0, 0]];
  for (let round = 0; round < rounds; round++) {
    const before = shares.at(-1)!;
    const after = [...before];
    for (const step of [0, 1, 2]) {
      const moved = before[step]! * climb[step]!;
      after[step]! -= moved;
      after[step + 1]! += moved;
    }
    shares.push(after);
  }
  return shares;
}

/** How far a count lies from what a binomial draw expects, in standard deviations. */
function deviations(found: number, trials: number, chance: number): number {
  return (found - trials * chance) / Math.sqrt(trials * chance * (1 - chance));
}

describeOnKernel("the ladder of example 01", () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await openLab();
  });
  afterAll(() => lab.close());

  const rounds = 4;
  for (const [what, of, port, climb] of [
    ["ssh over IPv4", sources(4000), 22, sshOdds.map((p, i) => 1 - (1 - p) * (1 - anyOdds[i]!))],
    ["https over IPv4", sources(4000, 1), 443, anyOdds],
    ["ssh over IPv6", sources6(2000), 22, sshOdds.map((p, i) => 1 - (1 - p) * (1 - anyOdds[i]!))],
  ] as const) {
    test(`${what} climbs as the Markov chain says`, { timeout: 120_000 }, async () => {
      await lab.load(`table inet ${table}\ndelete table inet ${table}\n`);
      await lab.load(nftText(examplePolicy("01-sinbin-ladder")));
      const digit = of[0]!.includes(":") ? "6" : "4";
      const shares = markov(climb, rounds);
      for (let round = 0; round < rounds; round++) {
        const verdicts = await lab.attempt(of.map((from) => ({ from, port })));
        const dropped = verdicts.filter((verdict) => verdict === "silent").length;
        expect(verdicts.filter((verdict) => verdict === "refused").length).toBe(
          of.length - dropped,
        );
        // Binned in an earlier round is dropped in this one; the packet that tips passes.
        const expected = shares[round]![3]!;
        if (expected === 0) expect(dropped).toBe(0);
        else expect(Math.abs(deviations(dropped, of.length, expected))).toBeLessThan(4.5);
      }
      const on = async (list: string): Promise<Set<string>> =>
        new Set((await lab.members(table, `list_${list}_${digit}`)).map((m) => m.address));
      const last = shares[rounds]!;
      // An address stays on the lower lists until they forget it, so each holds all who came that far.
      for (const [list, share] of [
        ["sin_1", 1 - last[0]!],
        ["sin_2", last[2]! + last[3]!],
        ["sinbin", last[3]!],
      ] as const) {
        expect(Math.abs(deviations((await on(list)).size, of.length, share))).toBeLessThan(4.5);
      }
    });
  }
});
