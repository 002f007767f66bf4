import type { Climb, Outcome } from "./climb.js";
import { type Lattice, unitsIn } from "./lattice.js";
import { type MarkovChain, multiply, type SparseMatrix } from "./markov-chain.js";

/**
 * The chain of a source whose connections are a Poisson stream. The exponential gap rounded down to units is geometric,
 * P(n) = (1 - r) rⁿ with r = exp(-unit / mean), and has no memory; so one pass over the states, the fullest first, moves
 * all weights over all gaps. Rounded up it is one unit more.
 */
export function poissonChain(climb: Climb, lattice: Lattice, mean: number): MarkovChain {
  const { size } = lattice;
  const { matrix, bans, entries, next } = tableOf(climb, lattice);
  const stay = -Math.expm1(-lattice.unit / mean);
  const move = 1 - stay;
  const connected = new Float64Array(size);
  return {
    size,
    cost: entries + 3 * size,
    bans,
    advance: (from, to) => {
      multiply(matrix, from, connected);
      if (lattice.rounding === "up") {
        to.fill(0);
        for (let state = size - 1; state >= 0; state--) {
          const target = next[state] ?? 0;
          to[target] = (to[target] ?? 0) + (connected[state] ?? 0);
        }
        connected.set(to);
      }
      // `connected` becomes what arrives at a state; what stays there has had its gap.
      for (let state = size - 1; state >= 0; state--) {
        const arrived = connected[state] ?? 0;
        const target = next[state] ?? 0;
        if (target === state) {
          to[state] = arrived;
          continue;
        }
        to[state] = arrived * stay;
        connected[target] = (connected[target] ?? 0) + arrived * move;
      }
    },
  };
}

interface Table {
  readonly matrix: SparseMatrix;
  readonly bans: MarkovChain["bans"];
  readonly entries: number;
  /** The state one unit later. */
  readonly next: Int32Array;
}

/** An outcome as arithmetic on states: the slots' own figures go, their new ones come. */
interface Move {
  readonly slots: readonly number[];
  readonly rise: number;
  readonly outcome: Outcome;
}

/**
 * What a connection and a unit of time make of every state of a lattice. A lattice has one row like the next many times
 * over, so the arrays are made in their full size at once, and filled.
 */
function tableOf(climb: Climb, lattice: Lattice): Table {
  const { heights, strides, size } = lattice;
  const known = new Map<number, readonly Move[]>();
  let most = 0;
  for (const mask of masksOf(lattice)) {
    const moves = climb.outcomes(mask).map((outcome) => moveOf(lattice, outcome));
    known.set(mask, moves);
    most = Math.max(most, moves.length);
  }
  const starts = new Int32Array(size + 1);
  const targets = new Int32Array(size * most);
  const chances = new Float64Array(size * most);
  const bans = new Map<number, Float64Array>();
  const next = new Int32Array(size);
  const digits = new Int32Array(strides.length);
  let entries = 0;
  for (let state = 0; state < size; state++) {
    let down = 0;
    let mask = 0;
    for (let slot = 0; slot < digits.length; slot++) {
      const digit = digits[slot] ?? 0;
      if (digit === 0) continue;
      mask |= 1 << slot;
      if (digit <= (heights[slot] ?? 0)) down += strides[slot] ?? 0;
    }
    next[state] = state - down;
    for (const { slots, rise, outcome } of known.get(mask) ?? []) {
      if (outcome.banned !== undefined) {
        let chancesOf = bans.get(outcome.banned);
        if (chancesOf === undefined) {
          chancesOf = new Float64Array(size);
          bans.set(outcome.banned, chancesOf);
        }
        chancesOf[state] = (chancesOf[state] ?? 0) + outcome.chance;
        continue;
      }
      let target = state + rise;
      for (const slot of slots) target -= (digits[slot] ?? 0) * (strides[slot] ?? 0);
      targets[entries] = target;
      chances[entries] = outcome.chance;
      entries++;
    }
    starts[state + 1] = entries;
    countUp(lattice, digits);
  }
  const matrix = { starts, targets, chances };
  return { matrix, bans: [...bans].map(([timer, of]) => ({ timer, chances: of })), entries, next };
}

/** Every set of slots that can have an entry at once; never more than there are states. */
function masksOf({ strides, size }: Lattice): readonly number[] {
  let masks = [0];
  for (const [slot, stride] of strides.entries()) {
    if ((strides[slot + 1] ?? size) === stride) continue;
    masks = masks.flatMap((mask) => [mask, mask | (1 << slot)]);
  }
  return masks;
}

function moveOf({ heights, strides, unit, rounding }: Lattice, outcome: Outcome): Move {
  const slots: number[] = [];
  let rise = 0;
  for (const [slot, timer] of outcome.timers.entries()) {
    if (timer === undefined) continue;
    slots.push(slot);
    const digit = timer === Infinity ? (heights[slot] ?? 0) + 1 : unitsIn(timer, unit, rounding);
    rise += digit * (strides[slot] ?? 0);
  }
  return { slots, rise, outcome };
}

/** The figures of the next state. */
function countUp({ strides, size }: Lattice, digits: Int32Array): void {
  for (let slot = 0; slot < digits.length; slot++) {
    const most = (strides[slot + 1] ?? size) / (strides[slot] ?? 1) - 1;
    if ((digits[slot] ?? 0) < most) {
      digits[slot] = (digits[slot] ?? 0) + 1;
      return;
    }
    digits[slot] = 0;
  }
}
