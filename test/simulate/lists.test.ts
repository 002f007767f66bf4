import fc from "fast-check";
import { expect, test } from "vitest";
import { listAtWork } from "../../src/simulate/lists.js";
import { addressSet } from "../../src/net/address-set.js";
import { sourceFile } from "../../src/source/source-file.js";
import { playing } from "./playing.js";

const tap = `policy p
list seen timeout 10s
chain c hook input {
  tcp/23 from seen -> drop
  tcp/22 -> add source to seen
  tcp/24 -> add source to seen for 1m
}`;

test("an entry is seen until its time, and not at it", () => {
  const { play } = playing(tap);
  play({ t: 5 });
  expect(play({ t: 14.999, port: 23 })).toBe("drop");
  expect(play({ t: 15, port: 23 })).toBe("-");
});

test("an entry that is there is refreshed with the rule's own timeout, longer or shorter", () => {
  const { play, entries } = playing(tap);
  play({ t: 0 });
  play({ t: 8 });
  expect(entries("seen", 8)).toEqual(["203.0.113.7 10"]);
  play({ t: 9, port: 24 });
  expect(entries("seen", 9)).toEqual(["203.0.113.7 60"]);
  play({ t: 10 });
  expect(entries("seen", 10)).toEqual(["203.0.113.7 10"]);
  expect(entries("seen", 20)).toEqual([]);
});

test("the next rule sees the entry, for the same packet", () => {
  const { play } = playing(`policy p
list seen timeout 10s
chain c hook input {
  -> add source to seen
  from seen -> drop
}`);
  expect(play()).toBe("drop");
});

test("what a permanent entry covers stays as it is", () => {
  const { play, entries } = playing(`policy p
list seen timeout 10s { 203.0.113.0/24 }
list kept timeout 10s
chain c hook input {
  tcp/22 -> add source to seen, add source to kept for forever
  tcp/23 -> add source to kept
}`);
  play({ t: 1 });
  play({ t: 2, port: 23 });
  expect(entries("seen", 2)).toEqual([]);
  expect(entries("kept", 2)).toEqual(["203.0.113.7 Infinity"]);
});

test("a full list takes nobody new until somebody's time is over, and refreshes those it has", () => {
  const { play, entries, logs } = playing(`policy p
list seen timeout 10s max 2
chain c hook input { -> add source to seen, log "after" }`);
  play({ t: 0, from: "192.0.2.1" });
  play({ t: 1, from: "192.0.2.2" });
  play({ t: 2, from: "192.0.2.3" });
  play({ t: 3, from: "192.0.2.1" });
  expect(entries("seen", 3)).toEqual(["192.0.2.1 10", "192.0.2.2 8"]);
  play({ t: 3, from: "2001:db8::5" });
  play({ t: 10.9, from: "192.0.2.3" });
  play({ t: 11, from: "192.0.2.3" });
  expect(entries("seen", 11)).toEqual(["192.0.2.1 2", "192.0.2.3 10", "2001:db8::5 2"]);
  expect(logs()).toHaveLength(7);
});

test("a list per network has IPv6 sources by their network, and IPv4 ones by themselves", () => {
  const { play, entries } = playing(`policy p
list seen timeout 10s per 64 { 2001:db8:9:9::1 }
chain c hook input {
  from seen -> drop
  -> add source to seen
}`);
  expect(play({ from: "2001:db8:1:2::3" })).toBe("-");
  expect(play({ from: "2001:db8:1:2:ffff::" })).toBe("drop");
  expect(play({ from: "2001:db8:1:3::3" })).toBe("-");
  expect(play({ from: "2001:db8:9:9:8::" })).toBe("drop");
  play({ from: "192.0.2.1" });
  expect(play({ from: "192.0.2.2" })).toBe("-");
  expect(entries("seen", 0)).toEqual([
    "192.0.2.1 10",
    "192.0.2.2 10",
    "2001:db8:1:2:: 10",
    "2001:db8:1:3:: 10",
  ]);
});

test("an add to the destination takes the destination", () => {
  const { play, entries } = playing(`policy p
list seen timeout 10s
chain c hook input { -> add destination to seen }`);
  play({ to: "192.0.2.77" });
  expect(entries("seen", 0)).toEqual(["192.0.2.77 10"]);
});

test("who listens is told of every address that is listed, anew or again, and of none that is not", () => {
  const told: string[] = [];
  const { play } = playing(
    `policy p
list seen timeout 10s max 1 { 192.0.2.9 }
chain c hook input { -> add source to seen }`,
    { listed: (list, address) => told.push(`${list} ${String(address)}`) },
  );
  for (const from of ["192.0.2.1", "192.0.2.1", "192.0.2.2", "192.0.2.9"]) play({ from });
  expect(told).toEqual([`seen ${String(0xc0000201)}`, `seen ${String(0xc0000201)}`]);
});

/** The plainest list there can be: every entry, looked through for each question. */
function plainList(max: number): {
  add(key: number, until: number, now: number): void;
  has(key: number, now: number): boolean;
} {
  const entries: { readonly key: number; until: number }[] = [];
  const find = (key: number, now: number): { until: number } | undefined =>
    entries.find((entry) => entry.key === key && entry.until > now);
  return {
    has: (key, now) => find(key, now) !== undefined,
    add: (key, until, now) => {
      const entry = find(key, now);
      if (entry === undefined) {
        if (entries.filter((other) => other.until > now).length < max) entries.push({ key, until });
      } else if (entry.until < Infinity) {
        entry.until = until;
      }
    },
  };
}

test("a list does what the plainest list does, whatever is added for how long", () => {
  const steps = fc.array(
    fc.record({
      wait: fc.nat({ max: 4 }),
      key: fc.nat({ max: 5 }),
      timeout: fc.constantFrom(1, 2, 3, 5, 9, Infinity),
      asks: fc.boolean(),
    }),
    { maxLength: 60 },
  );
  fc.assert(
    fc.property(steps, fc.integer({ min: 1, max: 6 }), (all, max) => {
      const file = sourceFile("p", "");
      const list = listAtWork({
        name: "l",
        permanent: addressSet([]),
        max,
        per: undefined,
        dynamic: true,
        origin: { file, start: 0, end: 0 },
        note: undefined,
      });
      const plain = plainList(max);
      let now = 0;
      for (const { wait, key, timeout, asks } of all) {
        now += wait;
        if (asks) expect(list.has("ipv4", key, now)).toBe(plain.has(key, now));
        else {
          plain.add(key, now + timeout, now);
          const lasting = timeout === Infinity ? "forever" : { milliseconds: timeout };
          list.add("ipv4", key, lasting, now);
        }
      }
      expect([...list.entries(now).keys()].sort()).toEqual(
        [0, 1, 2, 3, 4, 5].filter((key) => plain.has(key, now)),
      );
    }),
    { numRuns: 500 },
  );
});
