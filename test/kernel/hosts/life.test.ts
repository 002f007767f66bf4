import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { describeOnKernel, type Lab, openLab } from "../netns.js";
import { pause } from "../policy.js";
import { openHost, type PolicyHost } from "./host.js";

const table = "sinbin_p";
const [first, second] = ["198.18.0.1", "198.18.0.2"];
const first6 = "2001:db8:a::1";

/** @param bin how the list is declared; `more` goes behind the chain */
const policy = (bin = "timeout 1h", more = ""): string => `
  policy p
  list office { 192.168.88.0/24 }
  list bin ${bin}
  chain c hook input { from office -> accept  from bin -> drop  new tcp/23 -> add source to bin }
  ${more}`;

describeOnKernel("a host that lives on", () => {
  let lab: Lab;
  let host: PolicyHost;
  beforeAll(async () => {
    lab = await openLab();
  });
  afterAll(() => lab.close());
  beforeEach(async () => {
    await lab.load("flush ruleset\n");
    host = openHost(lab);
  });
  afterEach(() => host.close());

  /** Each member's timeout and what is left of it, in seconds, in all of the bin's sets. */
  async function bans(): Promise<Readonly<Record<string, readonly [number, number]>>> {
    const listed = await lab.run("defender", "nft", "-t", "list", "table", "inet", table);
    const sets = [...listed.matchAll(/set (list_bin_\S+) \{/gu)].map(([, set = ""]) => set);
    const members = await Promise.all(sets.map((set) => lab.members(table, set)));
    return Object.fromEntries(
      members.flat().map((m) => [m.address, [m.timeout ?? Infinity, m.expires ?? Infinity]]),
    );
  }

  const silent = async (from: string): Promise<boolean> =>
    (await lab.attempt([{ from, port: 80 }]))[0] === "silent";

  async function attack(...sources: readonly string[]): Promise<void> {
    await lab.attempt(sources.map((from) => ({ from, port: 23 })));
  }

  /** A step, and that it changed nobody's ban but for the time that went by. */
  async function keepsBans(step: () => Promise<unknown>, seconds = 1): Promise<void> {
    const before = await bans();
    const begun = Date.now();
    await pause(seconds * 1000);
    await step();
    const after = await bans();
    const gone = (Date.now() - begun) / 1000;
    expect(Object.keys(after).sort()).toEqual(Object.keys(before).sort());
    for (const [address, [timeout, left]] of Object.entries(before)) {
      const [timeoutNow, leftNow] = after[address] ?? [0, 0];
      expect(timeoutNow).toBe(timeout);
      // Whole seconds are listed; what is saved is rounded up to a second more of absence.
      expect(leftNow).toBeLessThanOrEqual(left - seconds + 1);
      expect(leftNow).toBeGreaterThanOrEqual(left - gone - 3);
    }
  }

  test(
    "through load, attack, edits, stops, a reboot and somebody's flush",
    { timeout: 180_000 },
    async () => {
      host.install(policy());
      await host.done("load");
      expect(await bans()).toEqual({});
      await attack(first, first6);
      expect(Object.keys(await bans()).sort()).toEqual([first, first6]);
      expect((await bans())[first]?.[0]).toBe(3600);

      // Reload.
      await keepsBans(() => host.done("load"));
      expect(await silent(first)).toBe(true);

      // An edit, with another timeout: who is out stays out as long as he was told, the next one for longer.
      host.install(policy("timeout 2h", "chain d hook forward { from bin -> drop }"));
      await keepsBans(() => host.done("load"));
      await attack(second);
      expect((await bans())[second]?.[0]).toBe(7200);
      expect((await bans())[first]?.[0]).toBe(3600);

      // Another size makes another set, and who is listed moves there.
      host.install(policy("timeout 2h max 100"));
      await keepsBans(() => host.done("load"));
      expect((await lab.members(table, "list_bin_4_max100")).map((m) => m.address).sort()).toEqual([
        first,
        second,
      ]);
      expect(await silent(first)).toBe(true);
      expect(await silent(second)).toBe(true);

      // Flags and a timeout of another make, as some other version might have left: nft alone would refuse to load.
      const members = Object.entries(await bans())
        .filter(([address]) => !address.includes(":"))
        .map(([address, [time, left]]) => `${address} timeout ${time}s expires ${left}s`);
      const set = `inet ${table} list_bin_4_max100`;
      await lab.load(`flush table inet ${table}
delete set ${set}
add set ${set} { type ipv4_addr; flags timeout; timeout 5m; size 50; }
add element ${set} { ${members.join(", ")} }
`);
      await keepsBans(() => host.done("load"));
      const made = await lab.run("defender", "nft", "-t", "list", "set", ...set.split(" "));
      expect(made).toMatch(/size 100\s+flags dynamic,timeout\s+\}/u);
      expect(await silent(first)).toBe(true);

      // Stop and start.
      await keepsBans(() => host.done("unload"));
      expect(await silent(first)).toBe(false);
      expect((await host.sinbin("status")).code).toBe(1);
      await keepsBans(() => host.done("load"));
      expect(await silent(first)).toBe(true);

      // A reboot: nothing is left but the file, and the time that it takes counts.
      await keepsBans(async () => {
        await host.done("unload");
        await lab.load("flush ruleset\n");
        await pause(2000);
        await host.done("load");
      });
      expect(await silent(first)).toBe(true);

      // Somebody else's flush is told, and mended from what was saved.
      await host.done("save");
      await keepsBans(async () => {
        await lab.load("flush ruleset\n");
        expect((await host.sinbin("status")).code).toBe(1);
        const { code, warned } = await host.sinbin("keep");
        expect(code).toBe(0);
        expect(warned).toMatch(/gone: somebody flushed/u);
      });
      expect(await silent(first)).toBe(true);
      expect(await silent(first6)).toBe(true);
    },
  );
});
