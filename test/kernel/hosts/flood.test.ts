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

/** Only telnet is a trap: a flood of SYNs to port 80 passes the rules, and the bin stays as it is. */
const telnetPolicy = `policy p
list bin timeout 1h
chain c hook input {
  from bin   -> drop
  new telnet -> add source to bin
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
  });
  afterEach(() => host.close());

  const banned = sources(200);

  /** SYNs for two minutes at the most. @param pause in µs, beside what sending takes @returns what ends it */
  const syns = (pause: number, ...from: readonly string[]): (() => Promise<void>) => {
    const interval = `u${String(pause)}`;
    const told = ["--quiet", "--syn", "--destport", "80", "--interval", interval, ...from];
    return lab.begin("attacker", "timeout", "120", "hping3", ...told, address.defender.ipv4);
  };

  /** A table of somebody else's counts what came, and what of the banned is behind the policy's chain. */
  const watcher = `table inet watcher {
  chain came {
    type filter hook prerouting priority raw; policy accept;
    ip saddr { ${banned.join(", ")} } tcp dport 80 counter accept comment "banned"
    tcp dport 80 counter comment "new"
  }
  chain input {
    type filter hook input priority filter; policy accept;
    ip saddr { ${banned.join(", ")} } counter comment "through"
  }
}
`;

  async function seen(what: "banned" | "new" | "through"): Promise<number> {
    const table = await lab.run("defender", "nft", "list", "table", "inet", "watcher");
    return Number(new RegExp(`packets (\\d+) .*"${what}"`, "u").exec(table)?.[1]);
  }

  /** Waits until so many have come, for a minute at the most. */
  async function until(what: "banned" | "new", many: number): Promise<void> {
    const end = Date.now() + 60_000;
    while ((await seen(what)) < many) {
      if (Date.now() > end) throw new Error(`fewer than ${String(many)} ${what} packets came`);
      await pause(50);
    }
  }

  async function start(text: string): Promise<void> {
    host.install(text);
    await host.done("load");
  }

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
      await start(policy);
      await lab.attempt(banned.map((from) => ({ from, port: 23 })));
      expect(await binned()).toHaveLength(banned.length);
      const begun = Date.now();
      await lab.load(watcher);
      const end = syns(1, "--rand-source", "--count", "100000");
      await until("new", 2000);
      const office = Array.from({ length: 40 }, (_, index) => ({
        from: `192.168.88.${String(index + 1)}`,
        port: 80,
      }));
      expect(new Set(await lab.attempt(office, 3000))).toEqual(new Set(["refused"]));
      await until("new", 100_000);
      await end();
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
    async ({ annotate }) => {
      await start(telnetPolicy);
      await lab.attempt(banned.map((from) => ({ from, port: 23 })));
      await lab.load(watcher);
      const begun = Date.now();
      const attackers = [
        syns(1, "--rand-source"),
        ...banned.slice(0, 2).map((from) => syns(500, "--spoof", from)),
      ];
      try {
        for (let times = 0; times < 10; times++) {
          await until("banned", (await seen("banned")) + 100);
          await host.done("load");
        }
        await until("banned", (await seen("banned")) + 1100);
        const rate = (await seen("new")) / ((Date.now() - begun) / 1000);
        await annotate(`${rate.toFixed(0)} new connections a second`);
      } finally {
        await Promise.all(attackers.map((end) => end()));
      }
      // The kernel has met the banned more than 1000 times since the last load; each was dropped.
      expect(await packets(/policy\.sbn:4 +drop +(\d+) packets/u)).toBeGreaterThan(1000);
      expect(await seen("through")).toBe(0);
      expect((await binned()).toSorted()).toEqual(banned.toSorted());
      // Without the rules, the same packets do get through: the nought is worth something.
      await lab.load("flush table inet sinbin_p\n");
      const end = syns(500, "--spoof", banned[0] ?? "");
      await until("banned", (await seen("banned")) + 3);
      await end();
      expect(await seen("through")).toBeGreaterThan(0);
    },
  );
});
