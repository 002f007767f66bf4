import { describe, expect, test } from "vitest";
import { oddsDocument, testDocument } from "../../src/cli/schemas.js";
import { seed } from "../odds/ladders.js";
import { run } from "./fake-host.js";

const kept = `${seed}expect "a guesser is caught" { ssh every 10s banned within 6 tries >= 99% }\n`;
const broken = `${seed}expect "a colleague # who mistypes" { ssh at 0s 10s 25s banned <= 1% }\n`;
const plain = "chain guard hook input {\n  new ssh -> drop\n}\n";
const limited = `list seen timeout 1h
chain guard hook input {
  from seen -> drop
  new ssh over 2/m burst 2 per source -> add source to seen
}
expect "guessers are caught" { ssh every 1s banned within 10 tries >= 99% }
`;
const files = {
  "kept.sbn": kept,
  "broken.sbn": broken,
  "plain.sbn": plain,
  "limited.sbn": limited,
  "bad.sbn": "chain guard hook input {\n  from nobody -> drop\n}\n",
};

describe("odds", () => {
  test("tells the chances by service and pace, with the method", async () => {
    const { code, out, err } = await run(["odds", "kept.sbn"], { files });
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toContain("sin_1 (1m) -> sin_2 (1m) -> sinbin (4h)\n");
    expect(out).toMatch(/^ {2}every 10s +63\.57% +97\.77%.* 3\.49 +6 .*exact chain$/mu);
    expect(out).toMatch(/^ {2}a colleague who mistypes .* 63\.57%$/mu);
    expect(out).not.toContain("█");
  });

  test("draws bars on a terminal only", async () => {
    const { out } = await run(["odds", "kept.sbn"], { files, terminal: true });
    expect(out).toContain("█");
  });

  test("gives one document of the documented shape", async () => {
    const { code, out } = await run(["odds", "--json", "kept.sbn"], { files });
    expect(code).toBe(0);
    const document = oddsDocument.parse(JSON.parse(out));
    expect(document.rungs.map(({ list }) => list)).toEqual(["sin_1", "sin_2", "sinbin"]);
    expect(document.kinds.map(({ services }) => services)).toEqual([["ssh"], ["anything else"]]);
  });

  test("writes a page to look at", async () => {
    const {
      code,
      out,
      files: after,
    } = await run(["odds", "--html", "odds.html", "kept.sbn"], { files });
    expect({ code, out }).toEqual({ code: 0, out: "" });
    const page = Buffer.from(after.get("odds.html") ?? []).toString("utf8");
    expect(page).toMatch(/^<!doctype html>\n<html lang="en">[^]*<\/html>\n$/u);
    expect(await run(["odds", "--html", "-", "kept.sbn"], { files })).toMatchObject({ out: page });
  });

  test.each([
    ["odds.html over the policy itself", ["--html", "kept.sbn"]],
    ["two forms at once", ["--json", "--html", "odds.html"]],
  ])("refuses %s", async (_, options) => {
    const { code, err, files: after } = await run(["odds", ...options, "kept.sbn"], { files });
    expect(code).toBe(2);
    expect(err).not.toBe("");
    expect(Buffer.from(after.get("kept.sbn") ?? []).toString("utf8")).toBe(kept);
  });

  test("says when nobody can be banned", async () => {
    const { code, out } = await run(["odds", "plain.sbn"], { files });
    expect({ code, out }).toEqual({
      code: 0,
      out: expect.stringContaining("Nobody is banned") as string,
    });
  });

  test("plays what it cannot work out, and says why", async () => {
    const { code, out } = await run(["odds", "limited.sbn"], { files });
    expect(code).toBe(0);
    expect(out).toContain("not exact: a limit");
    expect(out).toContain("limited.sbn:4");
    expect(out).toContain("Monte Carlo");
  });

  test("ends with 1 for a policy that is wrong, and with 3 for none", async () => {
    expect(await run(["odds", "bad.sbn"], { files })).toMatchObject({ code: 1, out: "" });
    expect(await run(["odds", "none.sbn"], { files })).toMatchObject({ code: 3, out: "" });
  });
});

describe("test", () => {
  test("speaks TAP", async () => {
    const { code, out } = await run(["test", "kept.sbn", "broken.sbn"], { files });
    expect({ code, out }).toEqual({
      code: 1,
      out: `TAP version 14
1..2
ok 1 - a guesser is caught
  # ssh every 10s banned within 6 tries >= 99% (kept.sbn:7)
  # 99.5347% (exact chain), expected at least 99%
not ok 2 - a colleague \\# who mistypes
  # ssh at 0s 10s 25s banned <= 1% (broken.sbn:7)
  # 63.57% (expiry tuples), expected at most 1%
`,
    });
  });

  test("ends well when all holds, and when nothing is expected", async () => {
    expect(await run(["test", "kept.sbn"], { files })).toMatchObject({ code: 0, err: "" });
    expect(await run(["test", "plain.sbn"], { files })).toMatchObject({
      code: 0,
      out: "TAP version 14\n1..0\n",
    });
  });

  test("gives one document of the documented shape", async () => {
    const { code, out } = await run(["test", "--json", "kept.sbn", "limited.sbn"], { files });
    expect(code).toBe(0);
    const { expectations } = testDocument.parse(JSON.parse(out));
    expect(expectations.map(({ verdict, method }) => [verdict, method])).toEqual([
      ["met", "exact chain"],
      ["met", "Monte Carlo"],
    ]);
    expect(expectations[1]?.obstacle).toContain("limited.sbn:4");
  });

  test("goes on after a policy that is wrong", async () => {
    const { code, out, err } = await run(["test", "bad.sbn", "none.sbn", "kept.sbn"], { files });
    expect(code).toBe(3);
    expect(out).toContain("ok 1 - a guesser is caught");
    expect(err).toContain("nobody");
  });

  test.each([
    ["ssh every 60s banned within 10 tries <= 1%", "met", "a hair faster is banned with 99.9689"],
    ["ssh every 1s banned within 1000000000 tries >= 100%", "met", "100%"],
    ["ssh every 1s banned >= 100%", "met", "100%"],
    ["ssh every 61s banned <= 0.0001%", "met", "0%"],
    ["https every 60s +- 1s banned within 1d <= 0.1%", "missed", "(bracket)"],
    ["https every 60s +- 60s banned within 50 tries <= 99%", "met", "(bracket)"],
    ["ssh about every 1m banned within 10 tries >= 86%", "met", "(bracket)"],
    ["ssh about every 1m banned within 10m >= 80%", "met", "(Monte Carlo)"],
    ["ssh at 0s 0s 0s 0s banned within 3 tries >= 63%", "met", "63.57% (expiry tuples)"],
    ["ssh at 25s 0s 10s banned within 20s <= 0.0001%", "met", "0%"],
    ["icmp every 10s banned within 10 tries <= 56%", "met", "55.36% (exact chain)"],
  ])("%s is %s", async (expectation, verdict, words) => {
    const policy = `${seed}expect "it" { ${expectation} }\n`;
    const { out } = await run(["test", "e.sbn"], { files: { "e.sbn": policy } });
    expect(out).toContain(verdict === "met" ? "\nok 1" : "\nnot ok 1");
    expect(out).toContain(words);
  });
});
