import { afterAll, beforeAll, expect, test } from "vitest";
import { describeOnKernel, type Lab, openLab } from "./netns.js";
import { nftText, sources, sources6, start } from "./policy.js";

describeOnKernel("lists with bounds", () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await openLab();
  });
  afterAll(() => lab.close());

  const members = async (set: string): Promise<readonly string[]> =>
    (await lab.members("sinbin_p", set)).map((member) => member.address).sort();

  test("a full list takes no more, and the rest still happens", async () => {
    await start(
      lab,
      `policy p list few timeout 1h max 3 list all timeout 1h
       chain c hook input { new tcp/23 -> add source to few, add source to all, drop }`,
    );
    for (const of of [sources(6), sources6(6)]) {
      const verdicts = await lab.inTurn(
        of.map((from) => ({ from, port: 23 })),
        60,
      );
      expect(new Set(verdicts)).toEqual(new Set(["silent"]));
    }
    expect(await members("list_few_4_max3")).toEqual(sources(3));
    expect(await members("list_few_6_max3")).toEqual(sources6(3));
    expect(await members("list_all_4")).toHaveLength(6);
    // Who is in already is refreshed.
    await lab.inTurn([{ from: sources(1)[0] ?? "", port: 23 }], 60);
    expect(await members("list_few_4_max3")).toEqual(sources(3));
  });

  test("another bound is another set, and loads over the first", async () => {
    const policy = (max: number): string =>
      `policy p list few timeout 1h max ${String(max)} chain c hook input { from few -> drop  new -> add source to few }`;
    await start(lab, policy(2));
    await lab.inTurn(sources(3).map((from) => ({ from, port: 1 })));
    await lab.load(nftText(policy(5)));
    await lab.inTurn(sources(3).map((from) => ({ from, port: 1 })));
    expect(await members("list_few_4_max5")).toEqual(sources(3));
  });

  test("by network: one address of a /64 stands for all, learnt or permanent", async () => {
    await start(
      lab,
      `policy p list nets timeout 1h per 64 { 2001:db8:1:7::1, 2001:db8:1:8:8000::/65, 198.18.0.9 }
       chain c hook input { from nets -> drop  new tcp/23 -> add source to nets }`,
    );
    const on = (of: readonly string[], port: number) => of.map((from) => ({ from, port }));
    const others = ["2001:db8:a::ffff:1", "2001:db8:a::2", "2001:db8:1:9::1", "198.18.0.2"];
    await lab.inTurn(on(["2001:db8:a::1", "198.18.0.1"], 23));
    expect(await lab.attempt(on(others, 80))).toEqual(["silent", "silent", "refused", "refused"]);
    const permanent = ["2001:db8:1:7::99", "2001:db8:1:8::1", "198.18.0.9", "2001:db8:1:6::1"];
    expect(await lab.attempt(on(permanent, 80))).toEqual(["silent", "silent", "silent", "refused"]);
    expect(await members("list_nets_6_per64")).toEqual(["2001:db8:a::"]);
    expect(await members("list_nets_4")).toEqual(["198.18.0.1"]);
  });
});
