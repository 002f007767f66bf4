import { describe, expect, test } from "vitest";
import type { Lab } from "../../targets/routeros/lab/index.js";
import type { RouterosProgram } from "../../targets/routeros/model.js";
import { faultProxy, isWrite } from "../lab/fault-proxy.js";
import {
  fastClock,
  foreignRules,
  leftToDo,
  linkTo,
  programOf,
  push,
  reachable,
  ruleMenus,
  within,
  withLab,
} from "./rig.js";

/**
 * The promise of a push: wherever its connection is cut, packets meet the old rules or the new ones, hook by hook,
 * never a mixture; what is not ours stays as it is; bans stay; and the next push finishes the work.
 */

const A = `policy edge
list trusted { 192.168.88.0/24, 127.0.0.0/8, ::1, 2001:db8:1::/48 }
list blocked { 198.51.100.0/24 }
ladder sincheck hook input {
  exempt trusted
  rungs  sin_1 1m
  bin    sinbin 4h -> drop
  odds   any 50%
}
`;

/** Other rules, another list entry, one hook more. */
const B = `policy edge
list trusted { 192.168.88.0/24, 127.0.0.0/8, ::1, 2001:db8:2::/48 }
list blocked { 198.51.100.0/24, 203.0.113.0/24 }
ladder sincheck hook input {
  exempt trusted
  rungs  sin_1 1m
  bin    sinbin 4h -> drop
  odds   ssh 80%
  odds   any 20%
}
chain guard hook forward {
  from blocked -> drop
}
`;

const hooks = ["input", "forward"] as const;

/** Rules of others. */
async function furnish(lab: Lab): Promise<void> {
  await within(linkTo(lab), async ({ run }) => {
    for (const root of ["/ip", "/ipv6"]) {
      await run({
        path: `${root}/firewall/filter/add`,
        attributes: {
          chain: "input",
          action: "accept",
          "connection-state": "established,related",
          comment: "known",
        },
      });
      await run({
        path: `${root}/firewall/filter/add`,
        attributes: { chain: "forward", action: "passthrough", comment: "count" },
      });
    }
  });
}

/** Bans that packets have caused. */
async function ban(lab: Lab): Promise<void> {
  await within(linkTo(lab), async ({ run }) => {
    for (const root of ["/ip", "/ipv6"]) {
      const address = root === "/ip" ? "203.0.113.66" : "2001:db8:bad::1";
      await run({
        path: `${root}/firewall/address-list/add`,
        attributes: { list: "sinbin", address, timeout: "4h" },
      });
    }
  });
}

type Reached = Readonly<Record<string, readonly string[]>>;

function allReachable(lab: Lab): Reached {
  return Object.fromEntries(
    ruleMenus.flatMap((menu) =>
      hooks.map((hook) => [`${menu} ${hook}`, reachable(lab, menu, hook)]),
    ),
  );
}

function bans(lab: Lab): readonly (string | undefined)[] {
  return ["/ip", "/ipv6"].flatMap((root) =>
    lab
      .rows(`${root}/firewall/address-list`)
      .filter((row) => row["list"] === "sinbin" && row["dynamic"] === "true")
      .map((row) => row["address"]),
  );
}

/** A router with rules of others and a policy, as a state that others begin with, and what packets meet there. */
async function routerWith(
  version: string,
  programs: readonly RouterosProgram[],
): Promise<{ readonly state: string; readonly reached: Reached }> {
  return withLab({ version }, async (lab) => {
    await furnish(lab);
    for (const program of programs) {
      const pushed = await push(linkTo(lab), program);
      if (!pushed.ok) throw new Error(pushed.problem.message);
    }
    return { state: lab.saved(), reached: allReachable(lab) };
  });
}

interface CutOff {
  readonly how: "reset" | "black-hole";
  readonly delivered: boolean;
}

const cuts: readonly CutOff[] = [
  { how: "reset", delivered: false },
  { how: "reset", delivered: true },
  { how: "black-hole", delivered: false },
  { how: "black-hole", delivered: true },
];

/** From which policy to which, and on how many versions. */
const changes = [
  { name: "other rules", to: B, versions: ["6.49", "7.16", "7.24"] },
  {
    name: "another place",
    to: A.replace("hook input", "hook input place last"),
    versions: ["7.16", "7.24"],
  },
];
const all = changes.flatMap(({ versions, ...change }) =>
  versions.map((version) => [change.name, version, change.to] as const),
);

describe.each(all)("to %s, on RouterOS %s", (_name, version, to) => {
  const [a, b] = [programOf(A, version), programOf(to, version)];
  const routers = (async () => ({
    old: await routerWith(version, [a]),
    fresh: await routerWith(version, [a, b]),
  }))();

  test.concurrent.each(cuts)(
    "cut off by %o at any write",
    async (cutOff) => {
      const { old, fresh } = await routers;
      expect(old.reached).not.toEqual(fresh.reached);
      const { writes } = await cutAt(Infinity, cutOff);
      expect(writes).toBeGreaterThan(20);
      const numbers = Array.from({ length: writes }, (_, index) => index + 1);
      const ends = new Set<string>();
      for (let done = 0; done < writes; done += together) {
        const some = numbers.slice(done, done + together);
        for (const { end } of await Promise.all(some.map((at) => cutAt(at, cutOff)))) ends.add(end);
      }
      expect([...ends].toSorted()).toEqual(["new", "old"]);
    },
    120_000,
  );

  /** Pushes the one over the other, with the cut at one write of it, and holds the promise against what then is. */
  async function cutAt(
    at: number,
    { how, delivered }: CutOff,
  ): Promise<{ readonly writes: number; readonly end: "old" | "new" }> {
    const {
      old: { state, reached: old },
      fresh: { reached: fresh },
    } = await routers;
    return withLab({ version, state, clock: fastClock() }, async (lab) => {
      await ban(lab);
      const foreign = foreignRules(lab, a.owner);
      const counts = (words: readonly string[]): boolean => isWrite(words) && !isBeat(words);
      const proxy = await faultProxy(lab, { cut: { how, delivered, at, forGood: true, counts } });
      const isCut = at !== Infinity;
      // Who is in a black hole learns of it by the silence alone.
      const patience = isCut && how === "black-hole" ? 1000 : 20_000;
      const link = { ...linkTo(proxy, patience), clock: { ...sleeping, now: lab.clock.now } };
      const pushed = await push(link, b, { confirmWithin: isCut ? 120 : 5000 });
      const told = `write ${at}: ${pushed.ok ? "pushed" : pushed.problem.message}`;

      // At once: each hook is whole.
      for (const [place, rules] of Object.entries(allReachable(lab))) {
        const whole = [old[place], fresh[place]].map((each) => JSON.stringify(each));
        expect(whole, `${told}, ${place}`).toContain(JSON.stringify(rules));
      }
      await proxy.stop();

      // Settled: all hooks are on one policy, as the timer or safe mode leaves them.
      await settled(lab);
      const reached = allReachable(lab);
      const end = same(reached, fresh) ? "new" : "old";
      expect(reached, told).toEqual(end === "new" ? fresh : old);
      // The last write takes the claim off, when all has been said and done.
      if (pushed.ok) expect([end, at >= proxy.counted]).toEqual(["new", true]);
      expect(foreignRules(lab, a.owner), told).toEqual(foreign);
      expect(bans(lab), told).toEqual(banned);

      const again = await push(linkTo(lab), b);
      expect(again.ok ? "" : again.problem.message, `${told}; again`).toBe("");
      expect(await leftToDo(linkTo(lab), b), `${told}; again`).toEqual([]);
      expect(allReachable(lab), `${told}; again`).toEqual(fresh);
      expect(foreignRules(lab, a.owner), `${told}; again`).toEqual(foreign);
      expect(bans(lab), `${told}; again`).toEqual(banned);
      return { writes: proxy.counted, end };
    });
  }
});

const banned = ["203.0.113.66", "2001:db8:bad::1/128"];

/** Pauses in our time; the time in which a timer runs out is the router's. */
const sleeping = {
  sleep: (milliseconds: number) => new Promise<void>((wake) => setTimeout(wake, milliseconds)),
};

/** So many routers are cut off at a time: most of it is waiting. */
const together = 12;

function isBeat(words: readonly string[]): boolean {
  return words[0] === "/system/scheduler/set";
}

function same(a: Reached, b: Reached): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Until no timer is armed any more, and safe mode has had its time. */
async function settled(lab: Lab): Promise<void> {
  const end = Date.now() + 20_000;
  await new Promise((wake) => setTimeout(wake, 40));
  while (Date.now() < end) {
    const timers = lab.rows("/system/scheduler").filter(({ disabled }) => disabled !== "true");
    if (timers.length === 0) return;
    await new Promise((wake) => setTimeout(wake, 20));
  }
  throw new Error("the timer did not run");
}
