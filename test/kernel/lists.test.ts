import { afterAll, beforeAll, expect, test } from "vitest";
import { describeOnKernel, type Lab, openLab } from "./netns.js";
import { deviations, listed, nftText, pause, sources, sources6, start } from "./policy.js";

const table = "sinbin_p";

describeOnKernel("lists", () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await openLab();
  });
  afterAll(() => lab.close());

  test.each([
    ["1s", 1],
    ["90s", 90],
    ["4h", 14_400],
    ["1d12h", 129_600],
    ["10d", 864_000],
    ["52w", 31_449_600],
    ["213503d", 18_446_659_200],
  ])("an entry for %s expires then", async (timeout, seconds) => {
    await start(
      lab,
      `policy p list l timeout ${timeout} chain c hook input { new -> add source to l }`,
    );
    await lab.attempt([
      { from: "198.18.0.1", port: 1 },
      { from: "2001:db8:a::1", port: 1 },
    ]);
    const [four] = await lab.members(table, "list_l_4");
    const [six] = await lab.members(table, "list_l_6");
    for (const member of [four, six]) {
      expect(member?.timeout).toBe(seconds);
      expect(member?.expires).toBeLessThanOrEqual(seconds);
      expect(member?.expires).toBeGreaterThan(seconds - 4);
    }
  });

  test("a list forgets after its timeout, and not before", async () => {
    await start(
      lab,
      `policy p list l timeout 1500ms chain c hook input { from l -> drop  new tcp/23 -> add source to l }`,
    );
    const from = "198.18.0.1";
    expect(await lab.attempt([{ from, port: 23 }])).toEqual(["refused"]);
    const added = Date.now();
    expect(await lab.attempt([{ from, port: 80 }], 200)).toEqual(["silent"]);
    await pause(added + 1800 - Date.now());
    expect(await lab.attempt([{ from, port: 80 }])).toEqual(["refused"]);
  });

  test("adding again refreshes, and takes the newer timeout", async () => {
    await start(
      lab,
      `policy p list l timeout 20s
       chain c hook input { new tcp/1 -> add source to l  new tcp/2 -> add source to l for 5s }`,
    );
    const expires = async (): Promise<number> => {
      const members = await lab.members(table, "list_l_4");
      expect(members).toHaveLength(1);
      return members[0]?.expires ?? Number.NaN;
    };
    const from = "198.18.0.1";
    await lab.attempt([{ from, port: 1 }]);
    await pause(3000);
    expect(await expires()).toBeLessThanOrEqual(17);
    await lab.attempt([{ from, port: 1 }]);
    expect(await expires()).toBeGreaterThanOrEqual(18);
    await lab.attempt([{ from, port: 2 }]);
    expect(await expires()).toBeLessThanOrEqual(5);
    expect(await expires()).toBeGreaterThanOrEqual(3);
  });

  test("an entry for ever has no timer, and no other add gives it one", async () => {
    await start(
      lab,
      `policy p list l timeout 20s
       chain c hook input {
         from l tcp/3 -> drop
         new tcp/1 -> add source to l for forever
         new tcp/2 -> add source to l
       }`,
    );
    const from = "198.18.0.1";
    expect(await lab.attempt([{ from, port: 3 }])).toEqual(["refused"]);
    for (const port of [2, 1]) await lab.inTurn([{ from, port }]);
    const [timed] = await lab.members(table, "list_l_4");
    await pause(1500);
    await lab.inTurn([{ from, port: 2 }]);
    const [later] = await lab.members(table, "list_l_4");
    expect(later?.expires).toBeLessThan(timed?.expires ?? 0);
    expect(await lab.members(table, "list_l_p4")).toEqual([
      { address: from, timeout: undefined, expires: undefined },
    ]);
    expect(await lab.attempt([{ from, port: 3 }])).toEqual(["silent"]);
    await lab.load(`flush set inet ${table} list_l_4\n`);
    expect(await lab.attempt([{ from, port: 3 }])).toEqual(["silent"]);
  });

  test("a list whose entries are all for ever is one set without timers", async () => {
    await start(
      lab,
      `policy p list l timeout forever chain c hook input { from l -> drop  new tcp/1 -> add source to l }`,
    );
    const from = "198.18.0.1";
    expect(await lab.attempt([{ from, port: 1 }])).toEqual(["refused"]);
    expect(await lab.attempt([{ from, port: 1 }])).toEqual(["silent"]);
    expect(await lab.members(table, "list_l_4")).toEqual([
      { address: from, timeout: undefined, expires: undefined },
    ]);
  });

  test("permanent members are members, and gain no timer", async () => {
    await start(
      lab,
      `policy p list l timeout 1h { 198.18.1.0/24, 2001:db8:a::7 }
       chain c hook input { from !l tcp/99 -> drop  new tcp/23 -> log "again", add source to l  from l -> drop }`,
    );
    const permanent = ["198.18.1.5", "2001:db8:a::7"];
    const others = ["198.18.0.5", "2001:db8:a::8"];
    const on = (of: readonly string[], port: number) => of.map((from) => ({ from, port }));
    expect(await lab.attempt(on(permanent, 80))).toEqual(["silent", "silent"]);
    expect(await lab.attempt(on(others, 80))).toEqual(["refused", "refused"]);
    expect(await lab.attempt(on(others, 99))).toEqual(["silent", "silent"]);
    await lab.attempt(on([...permanent, ...others], 23));
    expect(await lab.attempt(on(others, 80))).toEqual(["silent", "silent"]);
    expect(await listed(lab, "l", 4)).toEqual(["198.18.0.5"]);
    expect(await listed(lab, "l", 6)).toEqual(["2001:db8:a::8"]);
  });

  test("a mixed list is drawn for once, also for a member of both sets", async () => {
    await start(
      lab,
      `policy p list l timeout 1h { 198.18.0.0-198.18.7.255 } list hit timeout 1h
       chain c hook input { new tcp/1 -> add source to l  new tcp/2 from l 50% -> add source to hit }`,
    );
    const all = sources(4096);
    const inBoth = all.slice(1024, 2048);
    await lab.load(
      `add element inet ${table} list_l_4 { ${inBoth.map((a) => `${a} timeout 1h`).join(", ")} }\n`,
    );
    await lab.attempt(all.slice(2048).map((from) => ({ from, port: 1 })));
    await lab.attempt(all.map((from) => ({ from, port: 2 })));
    const hit = new Set(await listed(lab, "hit"));
    for (const part of [all.slice(0, 1024), inBoth, all.slice(2048)]) {
      const found = part.filter((from) => hit.has(from)).length;
      expect(Math.abs(deviations(found, part.length, 0.5))).toBeLessThan(4.5);
    }
  });

  test.each([
    ["conditions repeated", 'new tcp/23 -> log "x", add source to bin, add source to all, drop'],
    [
      "a helper chain",
      'new tcp/23 from !bin -> log "x", add source to bin, add source to all, drop',
    ],
  ])("a full set lets nobody through: %s", async (_how, rule) => {
    const policy = `policy p list bin timeout 1h list all timeout 1h chain c hook input { ${rule} }`;
    const full = nftText(policy).replace(
      /(set list_bin_[46] \{[^}]*size )65535/gu,
      (_match, before: string) => `${before}2`,
    );
    await lab.load(`flush ruleset\n${full}`);
    const many = [...sources(6), ...sources6(6)];
    const verdicts = await lab.inTurn(
      many.map((from) => ({ from, port: 23 })),
      60,
    );
    expect(new Set(verdicts)).toEqual(new Set(["silent"]));
    expect(await listed(lab, "bin", 4)).toHaveLength(2);
    expect(await listed(lab, "bin", 6)).toHaveLength(2);
    expect(await listed(lab, "all", 4)).toHaveLength(6);
    expect(await listed(lab, "all", 6)).toHaveLength(6);
  });
});
