import type { Passages } from "./climb.js";

/**
 * Every way that what is remembered of one source can stand, with its chance, packed: for each way its chance, 1 while
 * it was never banned, and for each slot when its entry ends (0 for none). A trace may have a million sources, and most
 * of them are on no list.
 */
export type Standings = Float64Array;

/** What one packet brings, summed over all ways. */
export interface Step {
  readonly standings: Standings;
  /** The chance that it bans a source that was never banned. */
  readonly firstBan: number;
  /** The chance that it puts a source that is not there into a bin. */
  readonly ban: number;
  /** The chance that it is turned away because of a bin: one the source is in, or one it is put into. */
  readonly dropped: number;
  /** What is let go of, as too unlikely. */
  readonly lost: number;
  /** Nothing changed, and such a packet brings the same again before this time; -Infinity when something did. */
  readonly quietUntil: number;
}

/** Ways less likely than this are let go. */
const leastChance = 1e-10;

const offset = 2;

/** A source of which nothing is remembered. */
export function freshStandings(slots: number): Standings {
  const standings = new Float64Array(offset + slots);
  standings.set([1, 1]);
  return standings;
}

/** How many ways there are. */
export function countOf(standings: Standings, slots: number): number {
  return standings.length / (offset + slots);
}

/**
 * Moves all ways over one packet: exact, but for what is lost.
 * @param bins the slots that are bins, as bits
 * @param at milliseconds; never before that of the packet before
 */
export function stepOver(
  standings: Standings,
  { of }: Passages,
  at: number,
  slots: number,
  bins: number,
): Step {
  const stride = offset + slots;
  const ways = gathering(stride);
  const isMany = countOf(standings, slots) > tolerated;
  let [firstBan, ban, dropped] = [0, 0, 0];
  let isChanged = false;
  let quietUntil = Infinity;
  const ends = new Float64Array(slots);
  for (let start = 0; start < standings.length; start += stride) {
    const chance = standings[start] ?? 0;
    const isFresh = standings[start + 1] === 1;
    let mask = 0;
    for (let slot = 0; slot < slots; slot++) {
      const end = standings[start + offset + slot] ?? 0;
      if (end <= at) continue;
      mask |= 1 << slot;
      if (end < quietUntil) quietUntil = end;
    }
    const passages = of(mask);
    for (const { chance: share, timers, added, isRefused } of passages) {
      const weight = chance * share;
      const isBanned = (added & bins & ~mask) !== 0;
      if (isBanned) ban += weight;
      if (isBanned && isFresh) firstBan += weight;
      if (isRefused && ((mask | added) & bins) !== 0) dropped += weight;
      if (added === 0 && passages.length === 1 && !isMany) {
        ways.append(standings, start);
        continue;
      }
      if (added !== 0) isChanged = true;
      for (let slot = 0; slot < slots; slot++) {
        const timer = timers[slot];
        const old = standings[start + offset + slot] ?? 0;
        ends[slot] = timer === undefined ? (old > at ? old : 0) : at + timer;
      }
      ways.add(weight, isFresh && !isBanned, ends);
    }
  }
  if (!isChanged) return { standings, firstBan, ban, dropped, lost: 0, quietUntil };
  return { firstBan, ban, dropped, ...ways.packed(), quietUntil: -Infinity };
}

/** So many ways may be there twice: what a packet leaves as it is, is not looked at. */
const tolerated = 64;

interface Gathering {
  add(chance: number, isFresh: boolean, ends: Float64Array): void;
  /** A way of others as it stands, be it there or not. */
  append(others: Standings, start: number): void;
  packed(): { readonly standings: Standings; readonly lost: number };
}

/** Ways that stand alike are one. */
function gathering(stride: number): Gathering {
  let ways = new Float64Array(16 * stride);
  let length = 0;
  // A hash table by the ends: the first way of each hash, and behind each way the next of the same.
  const firsts = new Map<number, number>();
  const nexts: number[] = [];
  const room = (): void => {
    if (length + stride <= ways.length) return;
    const wider = new Float64Array(ways.length * 2);
    wider.set(ways);
    ways = wider;
  };
  const find = (first: number | undefined, fresh: number, ends: Float64Array): number => {
    for (let place = first ?? -1; place >= 0; place = nexts[place / stride] ?? -1) {
      let slot = ways[place + 1] === fresh ? 0 : ends.length + 1;
      while (slot < ends.length && ways[place + offset + slot] === ends[slot]) slot++;
      if (slot === ends.length) return place;
    }
    return -1;
  };
  return {
    append: (others, start) => {
      room();
      for (let index = 0; index < stride; index++)
        ways[length + index] = others[start + index] ?? 0;
      nexts[length / stride] = -1;
      length += stride;
    },
    add: (chance, isFresh, ends) => {
      const fresh = isFresh ? 1 : 0;
      let hash = fresh;
      for (const end of ends) hash = Math.imul(hash, 0x9e3779b1) ^ ((end * 1000) % 0xffffffff);
      const first = firsts.get(hash);
      const place = find(first, fresh, ends);
      if (place >= 0) {
        ways[place] = (ways[place] ?? 0) + chance;
        return;
      }
      room();
      ways[length] = chance;
      ways[length + 1] = fresh;
      ways.set(ends, length + offset);
      nexts[length / stride] = first ?? -1;
      firsts.set(hash, length);
      length += stride;
    },
    packed: () => {
      const standings = new Float64Array(length);
      let kept = 0;
      let lost = 0;
      for (let start = 0; start < length; start += stride) {
        const chance = ways[start] ?? 0;
        if (chance < leastChance) {
          lost += chance;
          continue;
        }
        standings.set(ways.subarray(start, start + stride), kept);
        kept += stride;
      }
      return { standings: standings.slice(0, kept), lost };
    },
  };
}

/**
 * Moves the ends of entries to a grid, so that fewer ways stand apart: later, and lists hold for longer than they do, or
 * earlier. Those that end never stay so.
 * @param longest the longest time of each slot, in milliseconds
 * @param grid into how many units that is cut
 */
export function coarsened(
  standings: Standings,
  longest: readonly number[],
  grid: number,
  rounding: "earlier" | "later",
): Standings {
  const slots = longest.length;
  const stride = offset + slots;
  const ways = gathering(stride);
  const ends = new Float64Array(slots);
  for (let start = 0; start < standings.length; start += stride) {
    for (let slot = 0; slot < slots; slot++) {
      const end = standings[start + offset + slot] ?? 0;
      const unit = (longest[slot] ?? grid) / grid;
      const units = rounding === "later" ? Math.ceil(end / unit) : Math.floor(end / unit);
      ends[slot] = end === Infinity ? end : units * unit;
    }
    ways.add(standings[start] ?? 0, standings[start + 1] === 1, ends);
  }
  return ways.packed().standings;
}

/** The likeliest ways, at most so many. */
export function likeliest(
  standings: Standings,
  slots: number,
  most: number,
): { readonly standings: Standings; readonly lost: number } {
  const stride = offset + slots;
  const count = countOf(standings, slots);
  if (count <= most) return { standings, lost: 0 };
  const starts = Array.from({ length: count }, (_, index) => index * stride).sort(
    (a, b) => (standings[b] ?? 0) - (standings[a] ?? 0),
  );
  const lost = starts.slice(most).reduce((sum, start) => sum + (standings[start] ?? 0), 0);
  const kept = new Float64Array(most * stride);
  for (const [index, start] of starts.slice(0, most).entries()) {
    kept.set(standings.subarray(start, start + stride), index * stride);
  }
  return { standings: kept, lost };
}
