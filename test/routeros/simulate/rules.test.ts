/** Chains, actions, tables and what changes while packets go through. */
import { expect, test } from "vitest";
import { ip, routerWith } from "./router.js";

type Case = readonly [
  what: string,
  rules: readonly string[],
  verdict: string,
  logs?: readonly string[],
];

const cases: readonly Case[] = [
  ["no rule lets a packet go on", [], "none"],
  ["the first verdict ends", ["chain=input action=accept", "chain=input action=drop"], "accept"],
  ["an action that is not said accepts", ["chain=input"], "accept"],
  ["a rule of another chain", ["chain=forward action=drop"], "none"],
  [
    "the raw table is another",
    ["raw chain=input action=drop", "raw chain=prerouting action=drop"],
    "none",
  ],
  [
    "a disabled rule",
    ["chain=input action=drop disabled=yes", "chain=input action=drop disabled=true"],
    "none",
  ],
  ["an invalid rule", ["chain=input action=drop invalid=true"], "none"],
  ["a dynamic rule", ["chain=input action=drop dynamic=true"], "drop"],
  [
    "what only counts",
    [
      "chain=input action=passthrough",
      "chain=input action=fasttrack-connection",
      "chain=input action=drop",
    ],
    "drop",
  ],
  [
    "a jump comes back at the chain's end",
    [
      "chain=input action=jump jump-target=x",
      "chain=x action=log log-prefix=x",
      "chain=input action=drop",
    ],
    "drop",
    ["x"],
  ],
  [
    "a return comes back",
    [
      "chain=input action=jump jump-target=x",
      "chain=x action=return",
      "chain=x action=accept",
      "chain=input action=drop",
    ],
    "drop",
  ],
  [
    "a return in a built-in chain ends that",
    ["chain=input action=return", "chain=input action=drop"],
    "none",
  ],
  [
    "a jump to a chain without rules",
    ["chain=input action=jump jump-target=x", "chain=input action=drop"],
    "drop",
  ],
  ["a jump to nowhere is no rule", ["chain=input action=jump", "chain=input action=drop"], "drop"],
  [
    "a circle ends where it closes",
    [
      "chain=input action=jump jump-target=x",
      "chain=x action=jump jump-target=y",
      "chain=y action=jump jump-target=x",
      "chain=y action=drop",
    ],
    "drop",
  ],
  [
    "a verdict in a chain ends all",
    ["chain=input action=jump jump-target=x", "chain=x action=drop", "chain=input action=accept"],
    "drop",
  ],
  ["reject", ["chain=input action=reject reject-with=tcp-reset protocol=tcp"], "reject tcp-reset"],
  ["reject as usual", ["chain=input action=reject"], "reject icmp-network-unreachable"],
  ["tarpit", ["chain=input action=tarpit protocol=tcp"], "tarpit"],
  [
    "tarpit of what may be no TCP is invalid",
    ["chain=input action=tarpit", "chain=input action=tarpit protocol=!udp"],
    "none",
  ],
  [
    "logs of rules, in order",
    [
      "chain=input action=log log-prefix=a",
      "chain=input action=log",
      "chain=input action=drop log=yes log-prefix=b",
    ],
    "drop",
    ["a", "", "b"],
  ],
  [
    "a prefix alone writes nothing",
    ["chain=input action=drop log-prefix=b", "chain=input action=drop log=false"],
    "drop",
    [],
  ],
];

test.each(cases.map(([what, rules, verdict, logs]) => ({ what, rules, verdict, logs })))(
  "$what",
  ({ rules, verdict, logs = [] }) => {
    const router = routerWith(rules);
    expect(router.verdict()).toBe(verdict);
    expect(router.play().logs).toEqual(logs);
  },
);

test("IPv6 has no tarpit, and the raw table no answers", () => {
  expect(routerWith(["chain=input action=tarpit protocol=tcp"]).verdict({ family: "ipv6" })).toBe(
    "none",
  );
  const raw = routerWith([
    "raw chain=prerouting action=reject",
    "raw chain=prerouting action=tarpit protocol=tcp",
    "raw chain=prerouting action=notrack",
    "raw chain=prerouting action=drop",
  ]);
  expect(raw.verdict({ hook: "prerouting" })).toBe("drop");
});

test("an action that nobody knows is told of", () => {
  const router = routerWith(["chain=input action=teleport", "chain=input action=drop"]);
  const { verdict, unknown } = router.play();
  expect(verdict?.kind).toBe("drop");
  expect(unknown).toMatchObject([{ property: "action", value: "teleport", row: { id: "*1" } }]);
});

test("the next rule sees what a rule has added, so the lowest rung first climbs all", () => {
  const climb = (...rungs: readonly string[]) =>
    routerWith(
      rungs.map(
        (rung) =>
          `chain=input action=add-src-to-address-list address-list=${rung} address-list-timeout=1m${rung === "a" ? "" : ` src-address-list=${rung === "b" ? "a" : "b"}`}`,
      ),
    );
  const listed = (router: ReturnType<typeof routerWith>) =>
    router.state.ipv4.lists.entries(0).map(({ list, address }) => `${list} ${address}`);
  const up = climb("a", "b", "c");
  up.play();
  expect(listed(up)).toEqual(["a 192.0.2.7", "b 192.0.2.7", "c 192.0.2.7"]);
  const down = climb("c", "b", "a");
  down.play();
  expect(listed(down)).toEqual(["a 192.0.2.7"]);
});

test("an entry is refreshed by the rule that meets it, and seen until then", () => {
  const router = routerWith([
    "chain=input action=drop src-address-list=sin dst-port=80",
    "chain=input action=add-src-to-address-list address-list=sin address-list-timeout=10s dst-port=22",
  ]);
  const web = (at: number) => router.verdict({ at, destinationPort: 80 });
  router.play({ at: 0 });
  router.play({ at: 6000 });
  expect([web(15_999), web(16_000)]).toEqual(["drop", "none"]);
});

test("an entry that is removed from outside is gone, and a rule that is added acts", () => {
  const router = routerWith(["chain=input action=drop src-address-list=sin"]);
  const { lists, filter } = router.state.ipv4;
  const row = filter.add({
    chain: "input",
    action: "add-src-to-address-list",
    "address-list": "sin",
  });
  expect([router.verdict(), router.verdict()]).toEqual(["none", "drop"]);
  expect(lists.entries(0)).toMatchObject([{ dynamic: true, until: Infinity }]);
  lists.remove(lists.entries(0)[0]?.id ?? "", 0);
  filter.remove(row?.id ?? "");
  expect([router.verdict(), router.verdict()]).toEqual(["none", "none"]);
});

test("the destination and an IPv6 source are listed too", () => {
  const router = routerWith([
    "chain=input action=add-dst-to-address-list address-list=to address-list-timeout=1h",
    "chain=input action=add-src-to-address-list address-list=from address-list-timeout=none-static",
  ]);
  router.play();
  router.play({ family: "ipv6", at: 5 });
  const entries = (["ipv4", "ipv6"] as const).map((family) =>
    router.state[family].lists
      .entries(5)
      .map(({ list, address, dynamic, until }) => [list, address, dynamic, until]),
  );
  expect(entries).toEqual([
    [
      ["to", "198.51.100.1", true, 3_600_000],
      ["from", "192.0.2.7", false, Infinity],
    ],
    [
      ["to", "2001:db8:1::1/128", true, 3_600_005],
      ["from", "2001:db8::7/128", false, Infinity],
    ],
  ]);
});

test("rows count packets and bytes that they fire for", () => {
  const router = routerWith([
    "chain=input action=passthrough dst-port=22",
    "chain=input action=drop",
  ]);
  router.play({ length: 100 });
  router.play({ length: 60, destinationPort: 80 });
  expect(router.state.ipv4.filter.rows.map(({ packets, bytes }) => [packets, bytes])).toEqual([
    [1, 100],
    [2, 160],
  ]);
});

test("a bucket outlives a change elsewhere, and not that of its own row", () => {
  const router = routerWith(["chain=input action=drop limit=1/1h,1"]);
  const { filter } = router.state.ipv4;
  expect([router.verdict(), router.verdict()]).toEqual(["drop", "none"]);
  filter.add({ chain: "other", action: "drop" });
  expect(router.verdict()).toBe("none");
  filter.set("*1", { chain: "input", action: "drop", limit: "1/1h,1", comment: "anew" });
  expect([router.verdict(), router.verdict()]).toEqual(["drop", "none"]);
});

test("a judge decides what is not the packet's own, and may leave it to the router", () => {
  const rules = [
    "chain=input action=log log-prefix=draw random=1",
    "chain=input action=log log-prefix=rate limit=1/1h,0",
    "chain=input action=log log-prefix=key dst-limit=1/1h,0,src-address/2h",
    "chain=input action=log log-prefix=scan psd=21,3s,3,1",
    "chain=input action=log log-prefix=list src-address-list=sin",
    "chain=input action=log log-prefix=connections connection-limit=9,32",
    "chain=input action=log log-prefix=unknown connection-mark=!x",
    "chain=input action=log log-prefix=plain dst-port=80",
  ];
  expect(routerWith(rules).play().logs).toEqual([]);
  expect(routerWith(rules, { judge: () => true }).play().logs).toEqual([
    "draw",
    "rate",
    "key",
    "scan",
    "list",
    "connections",
    "unknown",
  ]);
  const judged = routerWith(rules, { judge: ({ kind }) => (kind === "draw" ? true : undefined) });
  expect(judged.play().logs).toEqual(["draw"]);
});

test("every rule that is tried is told of, with the matcher that did not hold", () => {
  const steps: string[] = [];
  const router = routerWith(
    [
      "chain=input action=log dst-port=80 src-address=192.0.2.0/24",
      "chain=input action=drop src-address-list=!sin",
    ],
    {
      watch: ({ row, missed }) => steps.push(`${row.id} ${missed?.property ?? "fired"}`),
    },
  );
  router.play({ source: ip("192.0.2.9") });
  expect(steps).toEqual(["*1 dst-port", "*2 fired"]);
});
