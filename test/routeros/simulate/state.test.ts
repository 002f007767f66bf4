/** Rows and entries of a router, changed by hand as the console does and by rules. */
import { expect, test } from "vitest";
import { parseIPv4, parseIPv6 } from "../../../src/net/address.js";
import type { RuleTable } from "../../../targets/routeros/simulate/rule-table.js";
import {
  parseEntryTimeout,
  parseRouterTime,
} from "../../../targets/routeros/simulate/router-time.js";
import { emptyRouter } from "../../../targets/routeros/simulate/state.js";

const ip = (text: string): number | bigint => parseIPv4(text) ?? parseIPv6(text)!;

function tableOf(...actions: readonly string[]): RuleTable {
  const { filter } = emptyRouter().ipv4;
  for (const action of actions) filter.add({ chain: "input", action });
  return filter;
}

const actionsOf = ({ rows }: RuleTable): readonly (string | undefined)[] =>
  rows.map(({ properties }) => properties["action"]);

test("rows stand where they are put, and ids are never given twice", () => {
  const table = tableOf("a", "b", "c");
  expect(table.rows.map(({ id }) => id)).toEqual(["*1", "*2", "*3"]);
  expect(table.add({ action: "d" }, "*2")?.id).toBe("*4");
  expect(actionsOf(table)).toEqual(["a", "d", "b", "c"]);
  expect(table.move("*3", "*1")).toBe(true);
  expect(actionsOf(table)).toEqual(["c", "a", "d", "b"]);
  expect(table.move("*3", "*3")).toBe(true);
  expect(table.move("*3")).toBe(true);
  expect(actionsOf(table)).toEqual(["a", "d", "b", "c"]);
  expect(table.remove("*3")).toBe(true);
  expect(table.add({ action: "e" })?.id).toBe("*5");
  expect(table.set("*2", { action: "B" })).toBe(true);
  expect(actionsOf(table)).toEqual(["a", "d", "B", "e"]);
});

test("what is not there cannot be changed, and changes nothing", () => {
  const table = tableOf("a");
  const { version } = table;
  expect(table.add({}, "*9")).toBeUndefined();
  expect([
    table.set("*9", {}),
    table.move("*9"),
    table.move("*1", "*9"),
    table.remove("*9"),
  ]).toEqual([false, false, false, false]);
  expect(table.version).toBe(version);
  expect(actionsOf(table)).toEqual(["a"]);
});

test("a table becomes what it was, with its ids", () => {
  const table = tableOf("a", "b");
  const saved = table.rows.map(({ id, properties }) => ({ id, properties }));
  table.row("*2")!.packets = 5;
  table.remove("*1");
  table.add({ action: "c" });
  table.restore(saved);
  expect(table.rows).toEqual([
    { id: "*1", properties: { chain: "input", action: "a" }, packets: 0, bytes: 0 },
    { id: "*2", properties: { chain: "input", action: "b" }, packets: 5, bytes: 0 },
  ]);
  expect(table.add({})?.id).toBe("*4");
});

test("an entry is seen until its timeout has passed", () => {
  const { lists } = emptyRouter().ipv4;
  lists.remember("sin", ip("192.0.2.7"), 60_000, 1000);
  expect(lists.membership("sin", ip("192.0.2.7"), 60_999)).toBe("member");
  expect(lists.entries(60_999)).toMatchObject([
    { list: "sin", address: "192.0.2.7", dynamic: true, created: 1000, until: 61_000 },
  ]);
  expect(lists.membership("sin", ip("192.0.2.7"), 61_000)).toBe("stranger");
  expect(lists.entries(61_000)).toEqual([]);
});

test("an entry takes the timeout of the rule that meets it, a shorter one as well", () => {
  const { lists } = emptyRouter().ipv4;
  for (const timeout of [60_000, 5000]) lists.remember("sin", ip("192.0.2.7"), timeout, 1000);
  expect(lists.entries(1000)).toMatchObject([{ id: "*1", created: 1000, until: 6000 }]);
  lists.remember("sin", ip("192.0.2.7"), "none-dynamic", 2000);
  lists.remember("sin", ip("192.0.2.7"), 5000, 3000);
  expect(lists.entries(1e12)).toMatchObject([{ id: "*1", dynamic: true, until: Infinity }]);
});

test("what a permanent entry covers gets none of its own", () => {
  const { lists } = emptyRouter().ipv4;
  lists.add({ list: "sin", address: "192.0.2.0/24" }, 0);
  lists.remember("sin", ip("192.0.2.7"), 60_000, 0);
  lists.remember("sin", ip("192.0.3.7"), 60_000, 0);
  expect(lists.entries(0).map(({ address }) => address)).toEqual(["192.0.2.0/24", "192.0.3.7"]);
});

test("a disabled entry covers nothing, and does not keep a rule from adding", () => {
  const { lists } = emptyRouter().ipv4;
  lists.add({ list: "sin", address: "192.0.2.7", disabled: true }, 0);
  expect(lists.membership("sin", ip("192.0.2.7"), 0)).toBe("stranger");
  lists.remember("sin", ip("192.0.2.7"), 60_000, 0);
  expect(lists.membership("sin", ip("192.0.2.7"), 0)).toBe("member");
  expect(lists.remove("*2", 0)).toBe(true);
  expect(lists.entries(0).map(({ disabled }) => disabled)).toEqual([true]);
});

test("a list has an address once, however it is written", () => {
  const { ipv4, ipv6 } = emptyRouter();
  const added = ipv4.lists.add({ list: "a", address: "192.168.0.0-192.168.1.255" }, 0);
  expect(added?.address).toBe("192.168.0.0/23");
  expect(ipv4.lists.add({ list: "a", address: "192.168.1.9/255.255.254.0" }, 0)).toBeUndefined();
  expect(ipv4.lists.add({ list: "b", address: "192.168.0.0/23" }, 0)?.id).toBe("*2");
  expect(ipv4.lists.set("*2", { list: "a", address: "192.168.0.0/23" }, 0)).toBe(false);
  expect(ipv4.lists.add({ list: "a", address: "192.0.2.1-192.0.2.5" }, 0)?.address).toBe(
    "192.0.2.1-192.0.2.5",
  );
  expect(ipv6.lists.add({ list: "a", address: "2001:DB8::1" }, 0)?.address).toBe("2001:db8::1/128");
});

test("nobody knows what a DNS name covers", () => {
  const { lists } = emptyRouter().ipv4;
  lists.add({ list: "a", address: "example.com" }, 0);
  lists.add({ list: "a", address: "192.0.2.0/24" }, 0);
  expect(lists.membership("a", ip("192.0.2.1"), 0)).toBe("member");
  expect(lists.membership("a", ip("192.0.3.1"), 0)).toBe("unknown");
});

test("what a million sources leave behind is what is alive", () => {
  const { lists } = emptyRouter().ipv4;
  for (let source = 0; source < 50_000; source++) lists.remember("a", source, 10, source);
  expect(lists.entries(49_999)).toHaveLength(10);
});

test.each([
  ["1w2d3h4m5s", 788_645_000],
  ["00:10:00", 600_000],
  ["1d00:00:01", 86_401_000],
  ["30", 30_000],
  ["1s500ms", 1500],
  ["", undefined],
  ["soon", undefined],
  ["-1s", undefined],
])("the time %s", (text, milliseconds) => {
  expect(parseRouterTime(text)).toBe(milliseconds);
});

test.each([
  [undefined, "none-dynamic"],
  ["0s", "none-dynamic"],
  ["00:00:00", "none-dynamic"],
  ["none-static", "none-static"],
  ["4h", 14_400_000],
  ["x", undefined],
])("the timeout %s of a rule", (text, timeout) => {
  expect(parseEntryTimeout(text)).toBe(timeout);
});
