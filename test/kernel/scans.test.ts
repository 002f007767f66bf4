import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Attempt, describeOnKernel, type Lab, openLab } from "./netns.js";
import { listed, pause, start } from "./policy.js";

describeOnKernel("a port scan", () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await openLab();
  });
  afterAll(() => lab.close());

  const ports = (first: number, count: number): readonly number[] =>
    Array.from({ length: count }, (_, index) => first + index);
  const sources = ["198.18.0.1", "2001:db8:a::1"];

  /** How many attempts passed before the first that did not. */
  async function passing(
    from: string,
    of: readonly number[],
    protocol: Attempt["protocol"] = "tcp",
  ): Promise<number> {
    const verdicts = await lab.inTurn(
      of.map((port) => ({ from, port, protocol })),
      60,
    );
    const first = verdicts.indexOf("silent");
    return first < 0 ? verdicts.length : first;
  }

  describe.each(sources)("from %s", (from) => {
    test.each([
      ["the seventh low port matches", ports(1, 9), "tcp", 6],
      ["the twenty-first high port matches", ports(2000, 23), "tcp", 20],
      ["over UDP as well", ports(2000, 23), "udp", 20],
      ["one port again and again never does", ports(1, 40).map(() => 443), "tcp", 40],
      ["nor do six services in turn", ports(0, 60).map((i) => 20 + (i % 6)), "tcp", 60],
      ["low and high ports add up", [1, 2, 3, ...ports(2000, 14)], "tcp", 14],
    ] as const)("%s", async (_what, of, protocol, expected) => {
      await start(lab, `policy p chain c hook input { new scan -> drop }`);
      expect(await passing(from, of, protocol)).toBe(Math.min(expected, of.length));
    });

    test("other weights, and ports of no weight", async () => {
      await start(lab, `policy p chain c hook input { new scan 10 3s low 0 high 5 -> drop }`);
      expect(await passing(from, [...ports(1, 20), 2000, 2001, 2002])).toBe(21);
    });

    test("a pause longer than the delay begins anew", async () => {
      await start(lab, `policy p chain c hook input { new scan 21 500ms low 3 high 1 -> drop }`);
      expect(await passing(from, ports(1, 6))).toBe(6);
      await pause(700);
      expect(await passing(from, ports(20, 8))).toBe(6);
    });
  });

  test("meets conditions before it, and the draw after", { timeout: 60_000 }, async () => {
    await start(
      lab,
      `policy p list all timeout 1h list half timeout 1h list friends { 198.18.0.0/24 }
       chain c hook input {
         new tcp from !friends scan 2 3s low 1 high 1 -> log "scan", add source to all
         new tcp from !friends scan 3 3s low 1 high 1 50% -> add source to half
       }`,
    );
    const of = ports(0, 300).map((i) => `198.18.${String(1 + (i >> 8))}.${String(i & 255)}`);
    for (const port of [1, 2, 3]) await lab.attempt(of.map((from) => ({ from, port })));
    await lab.inTurn(ports(1, 9).map((port) => ({ from: "198.18.0.1", port })));
    expect(await listed(lab, "all")).toHaveLength(300);
    const half = (await listed(lab, "half")).length;
    expect(half).toBeGreaterThan(110);
    expect(half).toBeLessThan(190);
  });

  test("binned by a ladder, the rest of the scan is dropped", async () => {
    await start(
      lab,
      `policy p ladder l hook input { bin scanners 2w log "scan" -> tarpit else drop  scan 21 3s low 3 high 1 }`,
    );
    expect(await passing("198.18.0.1", ports(1, 12))).toBe(7);
    expect(await listed(lab, "scanners")).toEqual(["198.18.0.1"]);
  });
});
