import type { Ends } from "./ends.js";

/**
 * Ends of IPv4 addresses: a hash table with linear probing in one flat array, `key, end, key, end, …`. A question costs
 * the memory that it waits for, and here that is one place, not an entry, its object and its number. What has ended
 * keeps its place until five eighths are taken; then the table is made anew for what is alive.
 */
export function ipv4Ends(): Ends<number> {
  let table = emptyTable(0);
  let taken = 0;

  const renew = (now: number): void => {
    const old = table;
    taken = 0;
    visitAlive(old, now, () => taken++);
    table = emptyTable(taken);
    visitAlive(old, now, (key, until) => {
      set(table, placeOf(table, key), key, until);
    });
  };

  return {
    find: (key, now) => {
      const until = table.pairs[placeOf(table, key) + 1] ?? 0;
      return until > now ? until : 0;
    },
    put: (key, until, now) => {
      let place = placeOf(table, key);
      if (table.pairs[place + 1] === 0) {
        if (16 * taken >= 5 * table.pairs.length) {
          renew(now);
          place = placeOf(table, key);
        }
        taken++;
      }
      set(table, place, key, until);
      return true;
    },
    alive: (now) => {
      const all: (readonly [number, number])[] = [];
      visitAlive(table, now, (key, until) => all.push([key, until]));
      return all;
    },
  };
}

interface Table {
  /** An end of zero is a free place. */
  readonly pairs: Float64Array;
  /** What brings 32 bits down to a place: there are 2^(32 - shift). */
  readonly shift: number;
}

/** A table that the given number of addresses fills to a half at most, or that has 16 places. */
function emptyTable(count: number): Table {
  const shift = Math.min(28, Math.clz32(count) - 1);
  return { pairs: new Float64Array(2 ** (33 - shift)), shift };
}

/** Where the key is, or the free place for it. */
function placeOf({ pairs, shift }: Table, key: number): number {
  // Fibonacci hashing (Knuth, volume 3, 6.4): what neighbours have in common does not decide.
  let place = (Math.imul(key, 0x9e3779b1) >>> shift) * 2;
  while (pairs[place] !== key && pairs[place + 1] !== 0) place = (place + 2) & (pairs.length - 1);
  return place;
}

function set({ pairs }: Table, place: number, key: number, until: number): void {
  pairs[place] = key;
  pairs[place + 1] = until;
}

function visitAlive(
  { pairs }: Table,
  now: number,
  visit: (key: number, until: number) => void,
): void {
  for (let place = 0; place < pairs.length; place += 2) {
    const [key, until] = [pairs[place] ?? 0, pairs[place + 1] ?? 0];
    if (until > now) visit(key, until);
  }
}
