import { describe, expect, test } from "vitest";
import { seed } from "../odds/ladders.js";
import { run } from "./fake-host.js";

const goals = `
expect "a guesser is caught"      { ssh every 10s banned within 20 tries >= 99% }
expect "three within a minute"    { ssh at 0s 20s 40s banned <= 0.1% }
expect "a monitor is left alone"  { https every 60s +- 1s banned within 1d <= 0.1% }
expect "a browser is left alone"  { https at 0s 0s 0s 0s 0s 0s 1s 2s 5s 9s banned <= 0.0001% }
`;
const commented = seed.replace("sin_2 1m", "sin_2 1m  # not for long");
const contradicting = `${seed}
expect "caught at once"    { ssh every 10s banned within 3 tries >= 50% }
expect "spared"            { ssh at 0s 10s 20s banned <= 10% }
expect "a slow one spared" { ssh every 2h banned within 10 tries <= 10% }
`;
const files = {
  "edge.sbn": commented + goals,
  "torn.sbn": contradicting,
  "plain.sbn": "chain guard hook input {\n  new ssh -> drop\n}\n",
  "aimless.sbn": seed,
};

describe("tune", () => {
  test("finds a ladder for a policy that does not keep its expectations, and it keeps them", async () => {
    const before = await run(["test", "edge.sbn"], { files });
    expect(before).toMatchObject({ code: 1 });
    const { code, out, err, files: after } = await run(["tune", "--write", "edge.sbn"], { files });
    expect(code).toBe(0);
    expect(out).toMatch(/^ladder sincheck hook input \{\n {2}rungs {2}sin_1 /u);
    expect(err).toContain("before: 63.57% (expiry tuples), expected at most 0.1%: missed");
    const text = String(after.get("edge.sbn"));
    expect(text).toContain("# not for long");
    expect(text).toContain(goals);
    expect(text).toContain('bin    sinbin 4h log "sinbinned" -> drop');
    const tested = await run(["test", "edge.sbn"], { files: { "edge.sbn": text } });
    expect(tested).toMatchObject({ code: 0 });
    const compiled = await run(["compile", "edge.sbn", "-t", "routeros"], {
      files: { "edge.sbn": text },
    });
    expect(compiled).toMatchObject({ code: 0 });
  });

  test("leaves the file alone unless it is to write", async () => {
    const result = await run(["tune", "edge.sbn"], { files });
    expect(String(result.files.get("edge.sbn"))).toBe(files["edge.sbn"]);
  });

  test("names the smallest set of expectations that contradict", async () => {
    const { code, out, err } = await run(["tune", "torn.sbn"], { files });
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toContain("caught at once");
    expect(err).toContain("spared: ssh at 0s 10s 20s");
    expect(err).not.toContain("a slow one");
  });

  test.each([
    ["plain.sbn", "the policy has no ladder"],
    ["aimless.sbn", "the policy expects nothing"],
  ])("has nothing to tune in %s", async (file, words) => {
    const { code, out, err } = await run(["tune", file], { files });
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toContain(words);
  });
});
