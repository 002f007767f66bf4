import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hashSet } from "../../targets/nftables/simulate/hash-set.js";

const update = (timeout: number | undefined) => ({ refreshes: true, timeout, bucket: undefined });
const add = (timeout: number | undefined) => ({ refreshes: false, timeout, bucket: undefined });

describe("a set that packets write to", () => {
  test("shows an element up to its timeout, and not at it", () => {
    const set = hashSet(9);
    set.put(1, 0, update(1000));
    expect(set.find(1, 999)).toBeDefined();
    expect(set.find(1, 1000)).toBeUndefined();
  });

  test("add leaves a timer alone, update sets it anew, also to less", () => {
    const set = hashSet(9);
    set.put(1, 0, update(20_000));
    set.put(1, 3000, add(20_000));
    expect(set.find(1, 3000)?.expires).toBe(20_000);
    set.put(1, 4000, update(20_000));
    expect(set.find(1, 4000)?.expires).toBe(24_000);
    set.put(1, 4000, update(5000));
    expect(set.find(1, 4000)?.expires).toBe(9000);
  });

  test("an element without a timer never gets one; an update without one ends a timer", () => {
    const set = hashSet(9);
    set.put(1, 0, update(undefined));
    set.put(1, 0, update(1000));
    expect(set.find(1, 1e12)).toBeDefined();
    set.put(2, 0, update(1000));
    set.put(2, 1, update(undefined));
    expect(set.find(2, 1)).toBeUndefined();
  });

  test("takes none above its size, and still updates those it has", () => {
    const set = hashSet(2);
    for (const key of [1, 2]) expect(set.put(key, 0, update(60_000))).toBeDefined();
    expect(set.put(3, 0, update(60_000))).toBeUndefined();
    expect(set.put(1, 9, update(60_000))?.expires).toBe(60_009);
  });

  // facts/nftables.md, section 1: size 3, timeout 1 s, the 4th source at 1.3 s was refused.
  test("the expired keep their places until the collector's next round", () => {
    const set = hashSet(3);
    for (const key of [1, 2, 3]) set.put(key, 100, update(1000));
    expect(set.find(1, 1300)).toBeUndefined();
    expect(set.put(4, 1300, update(1000))).toBeUndefined();
    expect(set.put(1, 1300, update(1000))).toBeUndefined();
    expect(set.put(4, 2000, update(1000))).toBeDefined();
  });

  test("who comes back expired takes a second place, until the first is collected", () => {
    const set = hashSet(2);
    set.put(1, 100, update(1000));
    set.put(1, 1200, update(60_000));
    expect(set.put(2, 1300, update(1000))).toBeUndefined();
    expect(set.put(2, 2000, update(1000))).toBeDefined();
  });

  test("holds no more than two places for each that lives, or a thousand", () => {
    const set = hashSet(100_000);
    for (let at = 0; at < 300_000; at++) set.put(at, at, update(2000));
    expect([...set.live(300_000)]).toHaveLength(1999);
  });

  // The collector is lazy; nobody may see that.
  test("is the plain model of it", () => {
    const step = fc.record({
      key: fc.nat(6),
      wait: fc.constantFrom(0, 1, 400, 999, 1000, 2500),
      refreshes: fc.boolean(),
      timeout: fc.constantFrom(undefined, 1, 500, 1000, 3000),
    });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 }),
        fc.array(step, { maxLength: 60 }),
        (size, steps) => {
          const set = hashSet(size);
          let places: { key: number; expires: number }[] = [];
          let at = 0;
          for (const { key, wait, refreshes, timeout } of steps) {
            at += wait;
            const round = Math.floor(at / 1000) * 1000;
            places = places.filter(({ expires }) => expires > round);
            let own = places.find((place) => place.key === key && place.expires > at);
            if (own === undefined) {
              if (places.length < size) {
                own = { key, expires: timeout === undefined ? Infinity : at + timeout };
                places.push(own);
              }
            } else if (refreshes && own.expires !== Infinity) {
              own.expires = at + (timeout ?? 0);
            }
            const put = set.put(key, at, { refreshes, timeout, bucket: undefined });
            expect(put?.expires).toBe(own?.expires);
          }
          const live = places.filter(({ expires }) => expires > at).map(({ key }) => key);
          expect([...set.live(at)].map(([key]) => key).sort()).toEqual(live.sort());
        },
      ),
    );
  });
});
