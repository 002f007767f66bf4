import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { chanceFraction, formatChance, parseChance } from "../../src/net/chance.js";
import { selectStates } from "../../src/net/connection-state.js";
import {
  formatDuration,
  formatTimeout,
  parseDuration,
  spellDuration,
} from "../../src/net/duration.js";
import { formatPorts, type PortRange, portSet } from "../../src/net/ports.js";
import { formatService, service } from "../../src/net/service.js";

describe("durations", () => {
  test("format and parse are inverse", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10 ** 12 }), (milliseconds) => {
        expect(parseDuration(formatDuration({ milliseconds }))).toEqual({ milliseconds });
        expect(parseDuration(formatTimeout({ milliseconds }))).toEqual({ milliseconds });
      }),
    );
  });

  test.each([
    ["10d", "10d", "10 days"],
    ["14d", "2w", "2 weeks"],
    ["1d12h", "1d12h", "1 day and 12 hours"],
    ["90s", "1m30s", "1 minute and 30 seconds"],
    ["500ms", "500ms", "500 milliseconds"],
  ])("%s", (text, canonical, spelled) => {
    const duration = parseDuration(text);
    expect(duration && formatTimeout(duration)).toBe(canonical);
    expect(duration && spellDuration(duration)).toBe(spelled);
  });

  test.each(["", "1", "0s", "1x", "s", "99999999999999999w"])("%j is none", (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });
});

describe("odds", () => {
  test("format and parse are inverse, and the fraction is the same number", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), (millionths) => {
        const chance = { millionths };
        expect(parseChance(formatChance(chance))).toEqual(chance);
        const { part, whole } = chanceFraction(chance);
        expect(part * (1_000_000 / whole)).toBe(millionths);
        expect(whole).toBeGreaterThanOrEqual(100);
      }),
      { numRuns: 2000 },
    );
  });

  test.each([
    ["80%", { part: 80, whole: 100 }],
    ["2.5%", { part: 25, whole: 1000 }],
    ["33.3%", { part: 333, whole: 1000 }],
    ["0.0001%", { part: 1, whole: 1_000_000 }],
  ])("%s draws as a fraction", (text, expected) => {
    const chance = parseChance(text);
    expect(typeof chance === "string" ? chance : chanceFraction(chance)).toEqual(expected);
  });

  test.each([
    ["0%", "zero"],
    ["0.0000%", "zero"],
    ["0.00001%", "too-fine"],
    ["100.5%", "above-hundred"],
    ["100.00001%", "above-hundred"],
    ["1000%", "above-hundred"],
    ["%", "syntax"],
  ])("%s is refused as %s", (text, error) => {
    expect(parseChance(text)).toBe(error);
  });
});

test("ports are merged, sorted, and lose nothing", () => {
  const range = fc
    .tuple(fc.nat(300), fc.nat(300))
    .map(([a, b]): PortRange => ({ first: Math.min(a, b), last: Math.max(a, b) }));
  const members = (ranges: readonly PortRange[]): readonly number[] => {
    const all = new Set<number>();
    for (const { first, last } of ranges)
      for (let port = first; port <= last; port++) all.add(port);
    return [...all].sort((a, b) => a - b);
  };
  fc.assert(
    fc.property(fc.array(range, { maxLength: 10 }), (ranges) => {
      const set = portSet(ranges);
      expect(members(set)).toEqual(members(ranges));
      expect(
        set.every(({ first }, index) => index === 0 || first > (set[index - 1]?.last ?? 0) + 1),
      ).toBe(true);
    }),
  );
  expect(
    formatPorts(
      portSet([
        { first: 80, last: 80 },
        { first: 22, last: 23 },
      ]),
    ),
  ).toBe("22-23,80");
});

test("a service swallows the ports of a protocol that stands there whole", () => {
  const http = { protocol: "tcp", ports: [{ first: 80, last: 80 }] } as const;
  expect(service([http, { protocol: "tcp" }, http])).toEqual([{ protocol: "tcp" }]);
  expect(formatService(service([{ protocol: "gre" }, http, { protocol: "icmp" }]))).toBe(
    "tcp/80, icmp, proto gre",
  );
});

test("negated states are the others", () => {
  expect(selectStates(["established", "related"], true)).toEqual(["invalid", "new", "untracked"]);
  expect(selectStates(["untracked", "new"], false)).toEqual(["new", "untracked"]);
});
