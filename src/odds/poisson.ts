import type { Climb, Outcome } from "./climb.js";
import { type Lattice, unitsIn } from "./lattice.js";
import { chainBuilder, type MarkovChain, multiply, type SparseMatrix } from "./markov-chain.js";

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

/** What a connection and a unit of time make of every state of a lattice. */
function tableOf(climb: Climb, lattice: Lattice): Table {
  const { heights, strides, size } = lattice;
  const builder = chainBuilder();
  const next = new Int32Array(size);
  const moves = new Map<number, readonly Move[]>();
  const digits = strides.map(() => 0);
  for (let state = 0; state < size; state++) {
    let down = 0;
    let mask = 0;
    for (const [slot, digit] of digits.entries()) {
      if (digit === 0) continue;
      mask |= 1 << slot;
      if (digit <= (heights[slot] ?? 0)) down += strides[slot] ?? 0;
    }
    next[state] = state - down;
    let known = moves.get(mask);
    if (known === undefined) {
      known = climb.outcomes(mask).map((outcome) => moveOf(lattice, outcome));
      moves.set(mask, known);
    }
    for (const { slots, rise, outcome } of known) {
      let target = state + rise;
      for (const slot of slots) target -= (digits[slot] ?? 0) * (strides[slot] ?? 0);
      if (outcome.banned === undefined) builder.entry(target, outcome.chance);
      else builder.ban(state, outcome.banned, outcome.chance);
    }
    builder.endRow();
    countUp(lattice, digits);
  }
  return { matrix: builder.matrix(), bans: builder.bans(size), entries: builder.entries(), next };
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
function countUp({ strides, size }: Lattice, digits: number[]): void {
  for (let slot = 0; slot < digits.length; slot++) {
    const most = (strides[slot + 1] ?? size) / (strides[slot] ?? 1) - 1;
    if ((digits[slot] ?? 0) < most) {
      digits[slot] = (digits[slot] ?? 0) + 1;
      return;
    }
    digits[slot] = 0;
  }
}
