import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Attempt, describeOnKernel, type Lab, openLab, type Verdict } from "./netns.js";
import { listed, nftText, pause, sources, sources6, start } from "./policy.js";

describeOnKernel("what a rule counts", () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await openLab();
  });
  afterAll(() => lab.close());

  const from = "198.18.0.1";
  const from6 = "2001:db8:a::1";
  const repeated = (attempt: Attempt, count: number): readonly Attempt[] =>
    Array.from({ length: count }, () => attempt);
  const passed = (verdicts: readonly Verdict[]): number =>
    verdicts.filter((verdict) => verdict !== "silent").length;

  test.each([
    ["while there are tokens", "new limit 1/d burst 5 -> accept  new -> drop"],
    ["when there are none", "new over 1/d burst 5 -> drop"],
    ["with several actions", 'new over 1/d burst 5 -> log "x", add source to l, drop'],
  ])("%s: as many as the bucket holds, over both families", async (_how, rules) => {
    await start(lab, `policy p list l timeout 1h chain c hook input { ${rules} }`);
    const attempts = [0, 1, 2, 3, 4].flatMap(() => [
      { from, port: 1 },
      { from: from6, port: 1 },
    ]);
    const verdicts = await lab.inTurn(attempts, 100);
    expect(passed(verdicts)).toBe(5);
    expect(passed(verdicts.slice(0, 5))).toBe(5);
  });

  test("one bucket for all parts of a rule", async () => {
    await start(
      lab,
      `policy p list l timeout 1h
       chain c hook input { new !tcp/22,udp/53 from !l limit 1/d burst 4 -> accept  new -> drop }`,
    );
    const parts: readonly Attempt[] = [
      { from, port: 23 },
      { from: from6, port: 23 },
      { from, port: 54, protocol: "udp" },
      { from: from6, port: 54, protocol: "udp" },
    ];
    expect(passed(await lab.inTurn([...parts, ...parts], 100))).toBe(4);
  });

  test("tokens come back at their rate", async () => {
    await start(
      lab,
      `policy p chain c hook input { new limit 2/s burst 2 -> accept  new -> drop }`,
    );
    expect(passed(await lab.attempt(repeated({ from, port: 1 }, 8), 150))).toBe(2);
    // Longer than two tokens take, and the bucket holds no more than two.
    await pause(1200);
    expect(passed(await lab.attempt(repeated({ from, port: 1 }, 8), 150))).toBe(2);
  });

  test("a draw comes before the bucket", async () => {
    await start(
      lab,
      `policy p list l timeout 1h chain c hook input { new 50% limit 1/d burst 100 -> add source to l }`,
    );
    const of = sources(400);
    await lab.attempt(of.map((one) => ({ from: one, port: 1 })));
    expect(await listed(lab, "l")).toHaveLength(100);
  });

  describe("by address", () => {
    test.each([
      ["while there are tokens", "new limit 1/d burst 3 per source -> accept  new -> drop"],
      ["when there are none", "new over 1/d burst 3 per source -> drop"],
      ["and a list", "new over 1/d burst 3 per source -> add source to l, drop"],
    ])("%s, each source has its own", async (_how, rules) => {
      await start(lab, `policy p list l timeout 1h chain c hook input { ${rules} }`);
      for (const one of [from, "198.18.0.2", from6, "2001:db8:a::2"]) {
        const verdicts = await lab.inTurn(repeated({ from: one, port: 1 }, 5), 80);
        expect(verdicts).toEqual(["refused", "refused", "refused", "silent", "silent"]);
      }
    });

    test("by destination, and by both", async () => {
      await start(
        lab,
        `policy p list l timeout 1h list pairs timeout 1h chain c hook output {
           new over 1/d burst 2 per destination -> add destination to l
           new over 1/d burst 2 per source destination -> add destination to pairs
         }`,
      );
      for (const to of ["198.18.0.9", "198.18.0.9", "198.18.0.8", "198.18.0.9"]) {
        await lab.attemptFromInside([{ to, port: 1 }]);
      }
      expect(await listed(lab, "l")).toEqual(["198.18.0.9"]);
      expect(await listed(lab, "pairs")).toEqual(["198.18.0.9"]);
    });

    test("a bucket that is forgotten would have been full", async () => {
      await start(lab, `policy p chain c hook input { new over 2/s burst 2 per source -> drop }`);
      expect(passed(await lab.inTurn(repeated({ from, port: 1 }, 3), 50))).toBe(2);
      await pause(2500);
      expect(await lab.members("sinbin_p", "rate_c_1_2s_2_sou_4")).toEqual([]);
      expect(passed(await lab.inTurn(repeated({ from, port: 1 }, 3), 50))).toBe(2);
    });
  });

  describe("a full meter", () => {
    const meters = /(set (?:rate|conns)_\S+ \{[^}]*size )65535/gu;
    const small = (policy: string): string =>
      `flush ruleset\n${nftText(policy).replace(meters, (_match, before: string) => `${before}2`)}`;

    test.each([
      ["a rate", "new over 1/d burst 3 per source"],
      ["a limit", "new limit 1/d burst 3 per source"],
      ["connections", "new conns > 3 per source"],
    ])("lets nobody through that the rule would keep out: %s", async (what, condition) => {
      await lab.load(
        small(
          `policy p list l timeout 1h chain c hook input { ${condition} -> log "x", add source to l, drop }`,
        ),
      );
      for (const of of [sources(5), sources6(5)]) {
        const verdicts = await lab.inTurn(
          of.map((one) => ({ from: one, port: 1 })),
          60,
        );
        const known = what === "a limit" ? "silent" : "refused";
        expect(verdicts).toEqual([known, known, "silent", "silent", "silent"]);
      }
      expect(await listed(lab, "l")).toEqual(what === "a limit" ? [...sources(2)] : []);
    });

    test("does not meet any other rule", async () => {
      await lab.load(
        small(
          `policy p list l timeout 1h chain c hook input { new limit 1/d burst 3 per source -> add source to l }`,
        ),
      );
      await lab.inTurn(sources(5).map((one) => ({ from: one, port: 1 })));
      expect(await listed(lab, "l")).toEqual(sources(2));
    });
  });

  describe("open connections", () => {
    test.each([
      ["dropped", "drop"],
      ["listed and dropped", "add source to l, drop"],
    ])("more than so many of a source are %s", async (_how, actions) => {
      await start(
        lab,
        `policy p list l timeout 1h chain c hook input { new udp conns > 3 per source -> ${actions} }`,
      );
      for (const one of [from, from6, "198.18.0.2"]) {
        const verdicts = await lab.inTurn(repeated({ from: one, port: 1, protocol: "udp" }, 6), 80);
        expect(passed(verdicts)).toBe(3);
        expect(passed(verdicts.slice(0, 3))).toBe(3);
      }
    });

    test("by network", async () => {
      await start(
        lab,
        `policy p list l timeout 1h chain c hook input {
           new udp conns > 3 per source/24 -> add source to l
           new udp conns > 3 per source/64 -> add source to l
         }`,
      );
      const networks = [
        ["198.18.0.1", "198.18.0.2", "198.18.0.3", "198.18.0.4", "198.18.1.1"],
        ["2001:db8:a::1", "2001:db8:a::2", "2001:db8:a::3", "2001:db8:a::4", "2001:db8:1:1::1"],
      ];
      for (const of of networks) {
        await lab.inTurn(of.map((one) => ({ from: one, port: 1, protocol: "udp" })));
      }
      expect(await listed(lab, "l", 4)).toEqual(["198.18.0.4"]);
      expect(await listed(lab, "l", 6)).toEqual(["2001:db8:a::4"]);
    });
  });
});
