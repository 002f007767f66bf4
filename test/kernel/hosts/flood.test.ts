import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { address, describeOnKernel, type Lab, openLab } from "../netns.js";
import { pause, sources } from "../policy.js";
import { openHost, type PolicyHost } from "./host.js";

const room = 65_535;

/** Everybody new is binned; of the lines in the log no more come than the limit lets through. */
const policy = `policy p
list office { 192.168.88.0/24 }
list bin timeout 1h
chain c hook input {
  from office               -> accept
  from bin                  -> drop
  new limit 60/m burst 20   -> log "binned"
  new                       -> add source to bin
}`;

describeOnKernel("under a flood", () => {
  let lab: Lab;
  let host: PolicyHost;
  beforeAll(async () => {
    lab = await openLab();
  });
  afterAll(() => lab.close());
  beforeEach(async () => {
    await lab.load("flush ruleset\n");
    host = openHost(lab);
    host.install(policy);
    await host.done("load");
  });
  afterEach(() => host.close());

  const banned = sources(200);

  /** SYNs from addresses drawn at random, one of each hundred microseconds: 10,000 new connections a second. */
  const flood = (count: number): Promise<string> =>
    lab.run(
      "attacker",
      "sh",
      "-c",
      `${flooding} -c ${String(count)} ${address.defender.ipv4} 2>&1 || true`,
    );
  const flooding = "hping3 --quiet --rand-source --syn --destport 80 --interval u100";

  async function binned(): Promise<readonly string[]> {
    return (await host.done("list", "--plain")).trim().split("\n");
  }

  /** How many packets a rule on a line of the policy met. */
  async function packets(what: RegExp): Promise<number> {
    const status = await host.done("status");
    return Number(what.exec(status)?.[1] ?? Number.NaN);
  }

  test(
    "of 100,000 new sources the banned stay out, the office comes in, and the log is short",
    { timeout: 180_000 },
    async () => {
      await lab.attempt(banned.map((from) => ({ from, port: 23 })));
      expect(await binned()).toHaveLength(banned.length);
      const begun = Date.now();
      const flooded = flood(100_000);
      await pause(2000);
      const office = Array.from({ length: 40 }, (_, index) => ({
        from: `192.168.88.${String(index + 1)}`,
        port: 80,
      }));
      expect(new Set(await lab.attempt(office, 3000))).toEqual(new Set(["refused"]));
      await flooded;
      const minutes = (Date.now() - begun) / 60_000;
      // As many as there is room for, and not one more; who was there before is there still.
      const members = await binned();
      expect(members.length).toBeGreaterThan(room * 0.99);
      expect(members.length).toBeLessThanOrEqual(room);
      expect(new Set(members).size).toBe(members.length);
      expect(members).toEqual(expect.arrayContaining([...banned]));
      expect(new Set(await lab.attempt(banned.map((from) => ({ from, port: 80 }))))).toEqual(
        new Set(["silent"]),
      );
      expect(new Set(await lab.attempt(office))).toEqual(new Set(["refused"]));
      const logged = await packets(/policy\.sbn:7 +count +(\d+) packets/u);
      expect(logged).toBeGreaterThan(20);
      expect(logged).toBeLessThan(20 + 60 * (minutes + 1));
      // The full list is told, not silently short.
      expect((await host.sinbin("ban", "203.0.113.7")).warned).toMatch(
        /bin is full \(65535 members\)/u,
      );
      expect((await host.sinbin("ban", banned[0] ?? "", "--for", "2h")).code).toBe(0);
      // And all of it is saved and comes back, though the kernel has seen nothing of it.
      await host.done("save");
      await lab.load("flush ruleset\n");
      await host.done("load");
      expect((await binned()).length).toBe(members.length);
    },
  );

  test(
    "loading again, ten times, lets none of the banned through",
    { timeout: 180_000 },
    async () => {
      await lab.attempt(banned.map((from) => ({ from, port: 23 })));
      // Behind the policy's chain: whatever of the banned comes here got through.
      await lab.load(`table inet watcher {
  chain input {
    type filter hook input priority filter; policy accept;
    ip saddr 198.18.0.0/24 ct state new counter comment "through"
  }
}
`);
      const through = async (): Promise<number> => {
        const table = await lab.run("defender", "nft", "list", "table", "inet", "watcher");
        return Number(/packets (\d+) .*"through"/u.exec(table)?.[1]);
      };
      const from = (source: string): Promise<string> =>
        lab.run(
          "attacker",
          "sh",
          "-c",
          `hping3 --quiet --spoof ${source} --syn --destport 80 --interval u200 -c 40000 ${address.defender.ipv4} 2>&1 || true`,
        );
      const load = Promise.all([flood(80_000), ...banned.slice(0, 2).map(from)]);
      for (let times = 0; times < 10; times++) {
        await pause(500);
        await host.done("load");
        expect(await through()).toBe(0);
      }
      await load;
      expect(await through()).toBe(0);
      // That those packets came, and were dropped since the last load, is what makes the nought worth something.
      expect(await packets(/policy\.sbn:6 +drop +(\d+) packets/u)).toBeGreaterThan(1000);
      expect(await binned()).toEqual(expect.arrayContaining([...banned]));
      await lab.load("flush table inet sinbin_p\n");
      await lab.run(
        "attacker",
        "sh",
        "-c",
        `hping3 --quiet --spoof ${banned[0] ?? ""} --syn --destport 80 -c 3 -i u1000 ${address.defender.ipv4} 2>&1 || true`,
      );
      expect(await through()).toBeGreaterThan(0);
    },
  );
});
