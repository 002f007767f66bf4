import { describe, expect, test } from "vitest";
import { oddsDocument, testDocument, traceOddsDocument } from "../../src/cli/schemas.js";
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

const log = `Nov 22 03:14:00 gate sshd[1]: Invalid user x from 203.0.113.7 port 4001
Nov 22 03:14:05 gate sshd[2]: Invalid user x from 203.0.113.7 port 4002
Nov 22 03:14:09 gate sshd[3]: Invalid user x from 203.0.113.7 port 4003
Nov 22 03:14:10 gate sshd[4]: Connection from 192.0.2.9 port 5001
Nov 22 03:14:11 gate sshd[4]: Accepted publickey for anna from 192.0.2.9 port 5001 ssh2
Nov 22 03:14:20 gate sshd[5]: Accepted publickey for anna from 192.0.2.9 port 5002 ssh2
garbage one
garbage two
garbage three
garbage four
Nov 22 03:15:20 gate sshd[6]: Connection from 2001:db8::9 port 5003
`;
const traced = {
  ...files,
  "auth.log": log,
  "tries.csv": "t,src,proto,dport\n0,203.0.113.7,tcp,22\n1,203.0.113.7,tcp,22\n",
  "wrong.csv": "t,src,proto,dport\n0,203.0.113.7,tcp,22\n1,here,tcp,22\n",
};

describe("odds --trace", () => {
  test("tells whom it would have banned, and marks who logged in", async () => {
    const { code, out, err } = await run(["odds", "kept.sbn", "--trace", "auth.log"], {
      files: traced,
    });
    expect(code).toBe(0);
    expect(out).toContain("6 packets, 6 new connections, 3 sources; expiry tuples\n");
    expect(out).toMatch(/^Who logged in, too\n.*\n {2}192\.0\.2\.9 +2 +2 +0% +- +0 +0$/mu);
    expect(out).toMatch(
      /^Everybody else\n.*\n {2}203\.0\.113\.7 +- +3 +63\.57% +3\.00 +0\.64 +0$/mu,
    );
    expect(err).toContain("4 lines of auth.log could not be read");
    expect(err).toContain("garbage three");
    expect(err).not.toContain("garbage four");
  });

  test("gives one document of the documented shape", async () => {
    const { code, out } = await run(["odds", "--json", "kept.sbn", "--trace", "auth.log"], {
      files: traced,
    });
    expect(code).toBe(0);
    const document = traceOddsDocument.parse(JSON.parse(out));
    expect(document.sources.map(({ address, logins }) => [address, logins])).toEqual([
      ["203.0.113.7", 0],
      ["192.0.2.9", 2],
      ["2001:db8::9", 0],
    ]);
    expect(document.expected.banned).toBeCloseTo(0.635712, 9);
  });

  test("plays what it cannot work out, and says why", async () => {
    const { out } = await run(["odds", "--json", "limited.sbn", "--trace", "tries.csv"], {
      files: traced,
    });
    const { method, obstacle } = traceOddsDocument.parse(JSON.parse(out));
    expect(method).toBe("Monte Carlo");
    expect(obstacle).toContain("limited.sbn:4");
  });

  test("is part of the page", async () => {
    const { code, out } = await run(["odds", "--html", "-", "kept.sbn", "--trace", "auth.log"], {
      files: traced,
    });
    expect(code).toBe(0);
    expect(out).toContain("Whom it would have banned");
    expect(out).toContain("203.0.113.7");
  });

  test.each([
    [1, "a trace that is wrong", ["kept.sbn", "--trace", "wrong.csv"], "SB1018"],
    [3, "no trace", ["kept.sbn", "--trace", "none.csv"], "none.csv"],
    [1, "a file that is none", ["kept.sbn", "--trace", "plain.sbn"], "--trace-format"],
    [2, "options of a trace without one", ["kept.sbn", "--hook", "input"], "--trace"],
    [
      2,
      "a hook that is not there",
      ["kept.sbn", "--trace", "tries.csv", "--hook", "forward"],
      "hook",
    ],
    [2, "one input for both", ["-", "--trace", "-"], "standard input"],
  ])("ends with %i for %s", async (code, _, args, words) => {
    const result = await run(["odds", ...args], { files: traced });
    expect(result).toMatchObject({ code, out: "" });
    expect(result.err).toContain(words);
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
