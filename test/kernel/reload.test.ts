import { afterAll, beforeAll, expect, test } from "vitest";
import { describeOnKernel, type Lab, openLab } from "./netns.js";
import { examplePolicy, nftText, pause, start } from "./policy.js";

const banning = (more = "", office = "192.0.2.0/24"): string => `
  policy p
  list office { ${office} }
  list bin timeout 1h
  chain c hook input { from office -> accept  from bin -> drop  new tcp/23 -> add source to bin }
  ${more}`;

describeOnKernel("loading again", () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await openLab();
  });
  afterAll(() => lab.close());

  const from = "198.18.0.1";
  const from6 = "2001:db8:a::1";

  async function ban(): Promise<void> {
    await lab.attempt([
      { from, port: 23 },
      { from: from6, port: 23 },
    ]);
  }

  async function remaining(set = "list_bin_4"): Promise<number> {
    const members = await lab.members("sinbin_p", set);
    expect(members).toHaveLength(1);
    return members[0]?.expires ?? Number.NaN;
  }

  test.each([
    ["the same policy", banning()],
    ["with another fixed list", banning("", "198.51.100.7")],
    ["with another timeout", banning().replace("1h", "2h")],
    ["with more chains", banning("chain d hook forward { from bin -> drop }")],
  ])("%s keeps the bans and their time", async (_what, next) => {
    await start(lab, banning());
    await ban();
    const before = [await remaining(), await remaining("list_bin_6")];
    await pause(2100);
    await lab.load(nftText(next));
    const after = [await remaining(), await remaining("list_bin_6")];
    for (const [index, seconds] of after.entries()) {
      expect(seconds).toBeLessThan(before[index]! - 1);
      expect(seconds).toBeGreaterThan(before[index]! - 10);
    }
    expect(
      await lab.attempt([
        { from, port: 80 },
        { from: from6, port: 80 },
      ]),
    ).toEqual(["silent", "silent"]);
  });

  test("takes fixed members off that the policy no longer has", async () => {
    await start(lab, banning("", "192.0.2.0/24, 198.18.0.0/24"));
    await ban();
    expect(await lab.attempt([{ from, port: 80 }])).toEqual(["refused"]);
    await lab.load(nftText(banning()));
    await ban();
    expect(await lab.attempt([{ from, port: 80 }])).toEqual(["silent"]);
  });

  test("leaves no hook behind that the policy no longer has", async () => {
    await start(
      lab,
      banning("chain d hook output { tcp/80 -> drop } chain e hook forward { -> drop }"),
    );
    const hooks = async (): Promise<readonly string[]> => {
      const chains = await lab.run("defender", "nft", "list", "chains");
      return [...chains.matchAll(/hook (\w+)/gu)].map(([, hook = ""]) => hook).sort();
    };
    expect(await hooks()).toEqual(["forward", "input", "output"]);
    expect(await lab.attemptFromInside([{ to: from, port: 80 }])).toEqual(["silent"]);
    await lab.load(nftText(banning()));
    expect(await hooks()).toEqual(["input"]);
    expect(await lab.attemptFromInside([{ to: from, port: 80 }])).toEqual(["refused"]);
  });

  test("moves a hook that had another priority", async () => {
    await lab.load(`flush ruleset
table inet sinbin_p {
  chain input {
    type filter hook input priority 0; policy drop;
  }
}
`);
    await lab.load(nftText(banning()));
    const table = await lab.run("defender", "nft", "list", "table", "inet", "sinbin_p");
    expect(table).toContain("hook input priority filter - 10; policy accept;");
    expect(await lab.attempt([{ from, port: 80 }])).toEqual(["refused"]);
  });

  test("touches no table but its own", async () => {
    await lab.load(`flush ruleset
table inet other {
  set seen {
    type ipv4_addr
    flags dynamic,timeout
    elements = { 203.0.113.1, 203.0.113.2 timeout 1h expires 30m }
  }
  chain input {
    type filter hook input priority 0; policy accept;
    tcp dport 9 counter drop
  }
}
table ip sinbin_edge {
  set list_sinbin_4 {
    type ipv4_addr
    elements = { 203.0.113.3 }
  }
}
`);
    const others = async (): Promise<string> =>
      [
        await lab.run("defender", "nft", "list", "table", "inet", "other"),
        await lab.run("defender", "nft", "list", "table", "ip", "sinbin_edge"),
      ].join("");
    const withoutSeconds = (text: string): string => text.replace(/expires \S+/u, "expires");
    const before = await others();
    const text = nftText(examplePolicy("01-sinbin-ladder"));
    await lab.load(text);
    await lab.load(text);
    expect(withoutSeconds(await others())).toBe(withoutSeconds(before));
    expect(await others()).toMatch(/expires (?:30m|29m)/u);
    await lab.run("defender", "nft", "delete", "table", "inet", "sinbin_edge");
    expect(withoutSeconds(await others())).toBe(withoutSeconds(before));
  });
});
