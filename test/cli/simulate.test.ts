import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { simulationDocument } from "../../src/cli/schemas.js";
import { targets } from "../../targets/index.js";
import { run } from "./fake-host.js";

const ladder = readFileSync("examples/01-sinbin-ladder/policy.sbn", "utf8");
const sure = `policy edge
interface wan { routeros ether1  nftables eth0 }
list trusted { 192.0.2.9 }
list caught timeout 1m
chain guard hook input {
  from trusted -> return
  from caught  -> drop
  new ssh in wan -> log "caught", add source to caught
}
`;
const trace = `t,src,proto,dport,state,in
0,203.0.113.7,tcp,22,new,wan
1,203.0.113.7,tcp,22,new,wan
2,192.0.2.9,tcp,22,new,wan
61,203.0.113.7,udp,53
62,2001:DB8::7,tcp,22,new,lan
`;
const files = { "edge.sbn": sure, "ladder.sbn": ladder, "tries.csv": trace };
const simulate = (...args: readonly string[]): ReturnType<typeof run> =>
  run(["simulate", "edge.sbn", "--trace", "tries.csv", ...args], { files });

const expected = {
  runs: 1,
  sources: [
    { address: "203.0.113.7", ever: { trusted: 0, caught: 1 }, dropped: 1, passed: 2 },
    { address: "192.0.2.9", ever: { trusted: 1, caught: 0 }, dropped: 0, passed: 1 },
    { address: "2001:db8::7", ever: { trusted: 0, caught: 0 }, dropped: 0, passed: 1 },
  ],
};

describe("simulate", () => {
  test("gives one JSON document of the documented shape", async () => {
    const { code, out } = await simulate("--json");
    expect(code).toBe(0);
    const document = simulationDocument.parse(JSON.parse(out));
    const rules = [
      { origin: "edge.sbn:6", hits: 1 },
      { origin: "edge.sbn:7", hits: 1 },
      { origin: "edge.sbn:8", hits: 1 },
    ];
    expect(document).toEqual({ ...expected, rules });
  });

  test.each(targets.filter((target) => target.simulate !== undefined).map(({ id }) => id))(
    "comes to the same with the engine of %s",
    async (id) => {
      const { code, out } = await simulate("--json", "--target", id);
      expect(code).toBe(0);
      expect(simulationDocument.parse(JSON.parse(out))).toMatchObject(expected);
    },
  );

  test("shows a table to people, and says what no rule asks for", async () => {
    const { out, err } = await simulate();
    expect(out).toMatchInlineSnapshot(`
      "5 packets from 3 sources; 1 run, seed 1

      source       dropped  passed  in trusted  in caught
      203.0.113.7  1        2       -           100 %
      192.0.2.9    0        1       100 %       -
      2001:db8::7  0        1       -           -

      rule        hits
      edge.sbn:6  1     from trusted -> return
      edge.sbn:7  1     from caught  -> drop
      edge.sbn:8  1     new ssh in wan -> log "caught", add source to caught
      "
    `);
    expect(err).toMatchInlineSnapshot(`
      "sinbinc: no rule of the policy asks for the interface lan of tries.csv
      "
    `);
  });

  test("--why tells what every rule did with a source's packets", async () => {
    const { out } = await simulate("--why", "203.0.113.7");
    expect(out).toMatchInlineSnapshot(`
      "203.0.113.7, run 1 of 1, seed 1

      0 s  tcp/22 new
        edge.sbn:6  no:     203.0.113.7 is not in trusted
        edge.sbn:7  no:     203.0.113.7 is not in caught
        edge.sbn:8  fires:  log "caught", 203.0.113.7 enters caught for 1m
        input: goes on

      1 s  tcp/22 new
        edge.sbn:6  no:     203.0.113.7 is not in trusted
        edge.sbn:7  fires:  drop
        input: drop

      61 s  udp/53 new
        edge.sbn:6  no:  203.0.113.7 is not in trusted
        edge.sbn:7  no:  203.0.113.7 is not in caught
        edge.sbn:8  no:  it came in by no interface of the policy
        input: goes on
      "
    `);
  });

  test("the same seed gives the same report, another seed another", async () => {
    const rows = Array.from({ length: 30 }, (_, index) => `${index},203.0.113.${index},tcp,22\n`);
    const tries = { ...files, "tries.csv": `t,src,proto,dport\n${rows.join("")}` };
    const report = async (seed: string): Promise<string> => {
      const args = ["simulate", "ladder.sbn", "--trace", "tries.csv", "--json", "--seed", seed];
      return (await run(args, { files: tries })).out;
    };
    expect(await report("7")).toBe(await report("7"));
    expect(await report("7")).not.toBe(await report("8"));
  });

  test("many runs give the share that the ladder says, also for more than one word of bits", async () => {
    const tries =
      "t,src,proto,dport\n0,203.0.113.7,tcp,22\n10,203.0.113.7,tcp,22\n20,203.0.113.7,tcp,22\n";
    const { out } = await run(
      ["simulate", "ladder.sbn", "--trace", "tries.csv", "--json", "--runs", "4000"],
      { files: { ...files, "tries.csv": tries } },
    );
    const [source] = simulationDocument.parse(JSON.parse(out)).sources;
    const odds = 0.635712;
    const z = ((source?.ever["sinbin"] ?? 0) - odds) / Math.sqrt((odds * (1 - odds)) / 4000);
    expect(Math.abs(z)).toBeLessThan(4.5);
  });

  test("a wrong trace is shown with its place, three lines of it, and nothing is reported", async () => {
    const wrong = `t,src,proto,dport\n${"-1,203.0.113.7,tcp,22\n".repeat(5)}`;
    const result = await run(["simulate", "edge.sbn", "--trace", "dir/t.csv"], {
      files: { ...files, "dir/t.csv": wrong },
    });
    expect(result).toMatchObject({ code: 1, out: "" });
    expect(result.err.match(/ --> dir\/t.csv:\d:1/gu)).toHaveLength(3);
    expect(result.err).toContain("5 lines of dir/t.csv are wrong");
  });

  test("lines of a log that cannot be read are counted and left out", async () => {
    const line =
      "Nov 22 10:00:00 gate kernel: IN=eth0 OUT= SRC=203.0.113.7 DST=192.0.2.1 LEN=60 PROTO=TCP DPT=22 SYN URGP=0";
    const log = [
      line,
      ...Array.from({ length: 5 }, () => line.replace(".113.7", ".\u001B[31m113")),
    ].join("\n");
    const result = await run(["simulate", "edge.sbn", "--trace", "log", "--json"], {
      files: { ...files, log },
    });
    expect(result.code).toBe(0);
    expect(JSON.parse(result.out)).toMatchObject({
      sources: [{ address: "203.0.113.7", ever: { caught: 1 } }],
    });
    expect(result.err).toContain("5 lines of log could not be read and were left out");
    expect(result.err.match(/^ {2}log:\d:\d+: /gmu)).toHaveLength(3);
    expect(result.err).not.toContain("\u001B");
  });

  test.each([
    [2, "one of them", ["--why", "203.0.113.7", "--json"]],
    [2, "1 to 10000", ["--runs", "0"]],
    [2, "whole number", ["--seed", "x"]],
    [2, "IPv4 or IPv6", ["--why", "me"]],
    [2, "a duration", ["--connection-time", "soon"]],
    [2, "no hook called `nowhere`", ["--hook", "nowhere"]],
    [2, "hooked at: input", ["--hook", "output"]],
    [2, "no trace format called `xml`", ["--trace-format", "xml"]],
    [2, "no target called `iptables`", ["--target", "iptables"]],
    [2, "without --target", ["--target-version", "7.20"]],
    [3, "there is no file", ["--trace", "none.csv"]],
    [1, "no trace that is known", ["--trace", "edge.sbn"]],
  ])("ends with %i and says %s", async (code, text, args) => {
    const result = await simulate(...args);
    expect(result).toMatchObject({ code, out: "" });
    expect(result.err).toContain(text);
  });

  test("shows how far it is on a terminal, and on nothing else", async () => {
    const shown = await run(["simulate", "edge.sbn", "--trace", "tries.csv"], {
      files,
      terminal: true,
    });
    expect(shown.err).toContain("0 %");
    expect(shown.err.endsWith("\u001B[K") || shown.err.includes("\r\u001B[K")).toBe(true);
    expect((await simulate()).err).not.toContain("%");
  });

  test("counts the connections that are open for `conns`", async () => {
    const policy = "chain c hook input { tcp conns > 2 per source -> drop }";
    const rows = [0, 1, 2, 3, 59.999, 61, 62.5].map((t) => `${t},203.0.113.7,tcp,80\n`).join("");
    const { out } = await run(["simulate", "p.sbn", "--trace", "t.csv", "--why", "203.0.113.7"], {
      files: { "p.sbn": policy, "t.csv": `t,src,proto,dport\n${rows}` },
    });
    expect(out.match(/input: .*/gu)).toEqual([
      "input: goes on",
      "input: goes on",
      "input: drop",
      "input: drop",
      "input: drop",
      "input: goes on",
      "input: goes on",
    ]);
  });
});
