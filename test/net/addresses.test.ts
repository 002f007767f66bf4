import { isIPv4, isIPv6 } from "node:net";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type AddressRange,
  formatIPv4,
  formatIPv6,
  formatPrefix,
  parseIPv4,
  parseIPv6,
  prefixesOfRange,
  rangeOfPrefix,
} from "../../src/net/address.js";
import { addressCount, addressSet, prefixesOf, rangesOf } from "../../src/net/address-set.js";
import { parseAddressText } from "../../src/net/address-text.js";

describe("text", () => {
  test("IPv4 round trips, and agrees with the runtime on what is one", () => {
    const octets = fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 3, maxLength: 5 });
    fc.assert(
      fc.property(octets, (numbers) => {
        const text = numbers.join(".");
        const value = parseIPv4(text);
        expect(value !== undefined).toBe(isIPv4(text));
        if (value !== undefined) expect(formatIPv4(value)).toBe(text);
      }),
    );
    for (const text of ["01.2.3.4", "1.2.3", "1.2.3.4.", ".1.2.3", "1..2.3", "0x1.2.3.4", ""]) {
      expect(parseIPv4(text), text).toBeUndefined();
    }
  });

  test("IPv6 is written as the URL standard writes it (RFC 5952)", () => {
    const group = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 0xffff }));
    fc.assert(
      fc.property(fc.array(group, { minLength: 8, maxLength: 8 }), (groups) => {
        const text = groups.map((value) => value.toString(16)).join(":");
        const value = parseIPv6(text);
        expect(value).toBeDefined();
        const canonical = new URL(`http://[${text}]`).hostname.slice(1, -1);
        expect(formatIPv6(value ?? 0n)).toBe(canonical);
        expect(parseIPv6(canonical)).toBe(value);
      }),
      { numRuns: 1000 },
    );
  });

  test("what is an IPv6 address is what the runtime says", () => {
    const part = fc.constantFrom("0", "1", "db8", "ffff", "12345", "", "g", "1.2.3.4", "::", ":");
    fc.assert(
      fc.property(fc.array(part, { maxLength: 9 }), fc.constantFrom(":", "::"), (parts, sign) => {
        for (const text of [parts.join(":"), parts.join(""), parts.join(sign)]) {
          expect(parseIPv6(text) !== undefined, text).toBe(isIPv6(text));
        }
      }),
      { numRuns: 3000 },
    );
  });

  test.each([
    ["192.0.2.7/24", { error: "host-bits", repaired: "192.0.2.0/24" }],
    ["2001:db8::1/48", { error: "host-bits", repaired: "2001:db8::/48" }],
    ["192.0.2.0/33", { error: "length", bits: 32 }],
    ["2001:db8::/129", { error: "length", bits: 128 }],
    ["192.0.2.9-192.0.2.1", { error: "reversed-range", repaired: "192.0.2.1-192.0.2.9" }],
    ["192.0.2.9-2001:db8::1", { error: "mixed-range" }],
    ["192.0.2", { error: "syntax" }],
    ["192.0.2.0/", { error: "syntax" }],
  ])("%s is refused", (text, expected) => {
    expect(parseAddressText(text)).toEqual(expected);
  });
});

const smallRange = fc
  .tuple(fc.nat(255), fc.nat(255))
  .map(([a, b]): AddressRange => ({ family: "ipv4", first: Math.min(a, b), last: Math.max(a, b) }));

function members(ranges: Iterable<AddressRange>): readonly number[] {
  const all = new Set<number>();
  for (const { first, last } of ranges) {
    for (let address = Number(first); address <= Number(last); address++) all.add(address);
  }
  return [...all].sort((a, b) => a - b);
}

describe("sets", () => {
  test("a set holds what its ranges hold, in intervals that do not touch", () => {
    fc.assert(
      fc.property(fc.array(smallRange, { maxLength: 12 }), (ranges) => {
        const set = addressSet(ranges);
        const intervals = [...rangesOf(set, "ipv4")];
        expect(members(intervals)).toEqual(members(ranges));
        expect(addressCount(set, "ipv4")).toBe(BigInt(members(ranges).length));
        for (const [index, range] of intervals.entries()) {
          const next = intervals[index + 1];
          if (next !== undefined)
            expect(Number(next.first)).toBeGreaterThan(Number(range.last) + 1);
        }
      }),
    );
  });

  test("the same over IPv6", () => {
    const wide = fc.array(smallRange, { maxLength: 12 });
    const base = 0x20010db8n << 96n;
    const lift = (range: AddressRange): AddressRange => ({
      family: "ipv6",
      first: base + BigInt(range.first),
      last: base + BigInt(range.last),
    });
    fc.assert(
      fc.property(wide, (ranges) => {
        const set = addressSet(ranges.map(lift));
        const lowered = [...rangesOf(set, "ipv6")].map(({ first, last }): AddressRange => ({
          family: "ipv4",
          first: Number(BigInt(first) - base),
          last: Number(BigInt(last) - base),
        }));
        expect(lowered).toEqual([...rangesOf(addressSet(ranges), "ipv4")]);
      }),
    );
  });

  test("prefixes cover a range exactly, without host bits and without two that could be one", () => {
    fc.assert(
      fc.property(smallRange, (range) => {
        const prefixes = [...prefixesOfRange(range)];
        expect(members(prefixes.map(rangeOfPrefix))).toEqual(members([range]));
        for (const prefix of prefixes) {
          expect(parseAddressText(formatPrefix(prefix))).toEqual(rangeOfPrefix(prefix));
        }
        expect(prefixes.length).toBeLessThanOrEqual(14);
      }),
    );
  });

  test("whole families are one prefix of length 0", () => {
    const v4 = addressSet([{ family: "ipv4", first: 0, last: 2 ** 32 - 1 }]);
    expect([...prefixesOf(v4, "ipv4")]).toEqual([{ family: "ipv4", address: 0, length: 0 }]);
    const v6 = addressSet([{ family: "ipv6", first: 0n, last: (1n << 128n) - 1n }]);
    expect([...prefixesOf(v6, "ipv6")]).toEqual([{ family: "ipv6", address: 0n, length: 0 }]);
  });
});
