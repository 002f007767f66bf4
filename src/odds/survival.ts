import type { Interval } from "./interval.js";
import type { MarkovChain } from "./markov-chain.js";

/** How long a source lasts. Every figure is a pair of bounds, equal up to rounding where nothing was cut off. */
export interface Survival {
  /** Banned within so many tries, in the order asked. */
  readonly within: readonly Interval[];
  /** E[K], where the K-th try is the one that bans; Infinity for never. */
  readonly tries: Interval;
  /** The fewest tries after which 99 % are banned. */
  readonly tries99: Interval;
  /** How the bans divide among bins of different timers. */
  readonly bins: readonly BinShare[];
}

export interface BinShare {
  /** Milliseconds. */
  readonly timer: number;
  readonly share: number;
}

export const mostlyBanned = 0.99;

/** Below this nobody is left. */
const nobody = 1e-15;

/**
 * Plays a chain, connection by connection, until nobody is left, or until what is left decays so evenly that the rest
 * is known: for weights v and v' = v·Q, min v'ᵢ/vᵢ ≤ ρ ≤ max v'ᵢ/vᵢ bounds every later step (Collatz–Wielandt; Seneta,
 * Non-negative Matrices and Markov Chains, section 1.1), so a try number of a thousand million costs no more than one of
 * a thousand.
 * @param work how many additions may be spent
 */
export function survivalOf(
  chain: MarkovChain,
  tries: readonly number[],
  work: number = 30_000_000,
): Survival {
  if (chain.bans.every(({ chances }) => chances.every((chance) => chance === 0))) {
    const never = { low: Infinity, high: Infinity };
    return {
      within: tries.map(() => ({ low: 0, high: 0 })),
      tries: never,
      tries99: never,
      bins: [],
    };
  }
  const within = new Array<Interval | undefined>(tries.length).fill(undefined);
  const byBin = chain.bans.map(() => 0);
  let now = new Float64Array(chain.size);
  let next = new Float64Array(chain.size);
  now[0] = 1;
  let count = 0;
  let left = 1;
  let banned = 0;
  let expected = 0;
  let tries99: Interval | undefined;
  const settle = (high: number): void => {
    for (const [index, asked] of tries.entries()) {
      if (asked <= count) within[index] ??= { low: banned, high };
    }
  };
  settle(0);
  const steps = Math.max(64, Math.floor(work / (chain.cost + chain.size)));
  let decay: Interval = { low: 0, high: 1 };
  for (let check = 16; count < steps;) {
    expected += left;
    const banning = bansOf(chain, now, byBin);
    chain.advance(now, next);
    [now, next] = [next, now];
    count++;
    banned = Math.min(1, banned + banning);
    left -= banning;
    settle(banned);
    if (banned >= mostlyBanned) tries99 ??= { low: count, high: count };
    if (left < nobody) {
      decay = { low: 0, high: 0.5 };
      break;
    }
    if (count < check) continue;
    check = Math.ceil(check * 1.25);
    left = total(now);
    decay = decayOf(next, now);
    if (isEven(decay)) break;
  }
  const rest = tailOf(left, decay);
  return {
    within: tries.map(
      (asked, index) => within[index] ?? laterBans(banned, left, decay, asked - count),
    ),
    tries: { low: expected + rest.low, high: expected + rest.high },
    tries99: tries99 ?? {
      low: count + triesUntil(left, 1 - mostlyBanned, decay.low),
      high: count + triesUntil(left, 1 - mostlyBanned, decay.high),
    },
    bins: chain.bans.map(({ timer }, bin) => ({ timer, share: (byBin[bin] ?? 0) / banned })),
  };
}

/** What the next connection bans, bin by bin and all together. */
function bansOf({ bans }: MarkovChain, weights: Float64Array, byBin: number[]): number {
  let all = 0;
  for (const [bin, { chances }] of bans.entries()) {
    const part = dot(weights, chances);
    byBin[bin] = (byBin[bin] ?? 0) + part;
    all += part;
  }
  return all;
}

function dot(weights: Float64Array, chances: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < weights.length; index++) {
    sum += (weights[index] ?? 0) * (chances[index] ?? 0);
  }
  return sum;
}

function total(weights: Float64Array): number {
  let sum = 0;
  for (const weight of weights) sum += weight;
  return sum;
}

/** Between which factors every later step shrinks what is left. */
function decayOf(before: Float64Array, after: Float64Array): Interval {
  let low = 1;
  let high = 0;
  for (let index = 0; index < before.length; index++) {
    const from = before[index] ?? 0;
    const to = after[index] ?? 0;
    if (from === 0) {
      if (to > 0) return { low: 0, high: 1 };
      continue;
    }
    const ratio = to / from;
    if (ratio < low) low = ratio;
    if (ratio > high) high = ratio;
  }
  return { low, high: Math.min(1, high) };
}

/** The tries that the survivors still make, all together. */
function tailOf(left: number, { low, high }: Interval): Interval {
  return { low: left / (1 - low), high: high < 1 ? left / (1 - high) : Infinity };
}

/** Whether more steps would tell no more about the rest; ratios of sums are known to some 10⁻¹⁴ themselves. */
function isEven({ low, high }: Interval): boolean {
  return high < 1 && high - low <= 1e-12 * (1 - high) + 1e-14;
}

/** Banned within some more tries, when what is left shrinks by such factors. */
function laterBans(banned: number, left: number, { low, high }: Interval, more: number): Interval {
  const gone = (factor: number): number =>
    factor === 0 ? left : -left * Math.expm1(more * Math.log(factor));
  return { low: banned + gone(high), high: Math.min(1, banned + gone(low)) };
}

function triesUntil(left: number, wanted: number, factor: number): number {
  if (left <= wanted || factor === 0) return 1;
  return factor >= 1 ? Infinity : Math.ceil(Math.log(wanted / left) / Math.log(factor));
}
