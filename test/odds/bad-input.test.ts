import { describe, expect, test } from "vitest";
import { oddsDocument } from "../../src/cli/schemas.js";
import { run } from "../cli/fake-host.js";
import { seed } from "./ladders.js";

/** What cannot be meant, and what is too large to be worked out: a diagnostic or a bracket, and never a hang. */

function judged(policy: string, expectation: string): ReturnType<typeof run> {
  const text = `${policy}expect "it" { ${expectation} }\n`;
  return run(["test", "e.sbn"], { files: { "e.sbn": text } });
}

describe("is told at its place", () => {
  test.each([
    ["a period of nothing", seed, "ssh every 0s banned <= 1%", "SB1009"],
    ["a mean of nothing", seed, "ssh about every 0s banned <= 1%", "SB1009"],
    ["a jitter larger than the period", seed, "ssh every 10s +- 11s banned <= 1%", "SB2029"],
    ["a service that there is not", seed, "gopher9 every 10s banned <= 1%", "SB2001"],
    [
      "odds that sum to nothing",
      seed.replace("80%", "0%").replace("20% 30% 40%", "0%"),
      "ssh every 10s banned <= 1%",
      "SB2010",
    ],
  ])("%s", async (_, policy, expectation, diagnostic) => {
    const { code, err } = await judged(policy, expectation);
    expect(code).toBe(1);
    expect(err).toContain(diagnostic);
    expect(err).toContain("e.sbn:");
  });
});

/** Nine rungs of a month each: 10⁵⁷ states at a second's pace. */
const vast = `ladder l hook input {
  rungs ${Array.from({ length: 9 }, (_, index) => `r${index} ${30 - index}d`).join(", ")}
  bin gone 400d -> drop
  odds any 0.01%
}
`;
const onlySsh = seed.replace(/ {2}odds {3}any.*\n/u, "");

describe("is worked out, or said to be undecided", () => {
  test.each([
    [
      "a jitter as large as the period",
      seed,
      "ssh every 10s +- 10s banned within 10 tries >= 99%",
      0,
    ],
    ["a thousand million tries", seed, "ssh every 10s banned within 1000000000 tries >= 99%", 0],
    ["any number of tries", seed, "ssh every 10s banned >= 100%", 0],
    ["a service that the ladder does not see", onlySsh, "https every 1s banned <= 0.0001%", 0],
    ["the same, expected to be banned", onlySsh, "https every 1s banned within 9 tries >= 1%", 1],
    [
      "more states than there is memory",
      vast,
      "ssh every 1s banned within 1000000000 tries >= 99%",
      0,
    ],
    ["the same at random times", vast, "ssh about every 1s banned within 9 tries <= 1%", 0],
    ["the same with jitter", vast, "ssh every 1s +- 500ms banned within 1000 tries <= 20%", 0],
  ])("%s", async (_, policy, expectation, code) => {
    const judgement = await judged(policy, expectation);
    expect(judgement).toMatchObject({ code });
    expect(judgement.out).toMatch(/^ {2}# .*%.* \([a-zA-Z ]+\), expected/mu);
    expect(judgement.out).not.toMatch(/NaN|Infinity/u);
  });

  test("a survey of them", async () => {
    const { code, out } = await run(["odds", "--json", "e.sbn"], { files: { "e.sbn": vast } });
    expect(code).toBe(0);
    const { kinds } = oddsDocument.parse(JSON.parse(out));
    for (const { method, tries99 } of kinds.flatMap(({ paces }) => paces)) {
      expect(["level chain", "bracket", "Monte Carlo"]).toContain(method);
      // Nobody was played for longer than a hundred tries: no more than that is known.
      if (method === "Monte Carlo") expect(tries99).toEqual({ low: 100, high: null });
    }
  });
});
