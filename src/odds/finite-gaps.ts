import type { Climb, Outcome } from "./climb.js";
import { type Lattice, unitsIn } from "./lattice.js";
import { chainBuilder, type MarkovChain, multiply } from "./markov-chain.js";

/** A gap between two connections, in units of the lattice, with its chance. */
export interface Gap {
  readonly units: number;
  readonly chance: number;
}

/**
 * The chain of a source whose gaps are drawn from a few lengths, as far as it can get from nothing remembered; a strict
 * period is one gap.
 * @returns undefined when it has more than so many states, or transitions for each of them
 */
export function finiteGapChain(
  climb: Climb,
  lattice: Lattice,
  gaps: readonly Gap[],
  mostStates: number,
): MarkovChain | undefined {
  if (!(lattice.size <= Number.MAX_SAFE_INTEGER)) return undefined;
  const { heights, strides } = lattice;
  const states = [0];
  const numbers = new Map([[0, 0]]);
  const builder = chainBuilder();
  const row = new Map<number, number>();
  const digits = strides.map(() => 0);
  const known = new Map<number, readonly Move[]>();
  for (let number = 0; number < states.length; number++) {
    row.clear();
    const mask = readDigits(lattice, states[number] ?? 0, digits);
    const moves =
      known.get(mask) ?? climb.outcomes(mask).map((outcome) => moveOf(lattice, outcome));
    known.set(mask, moves);
    for (const { outcome, added } of moves) {
      if (outcome.banned !== undefined) {
        builder.ban(number, outcome.banned, outcome.chance);
        continue;
      }
      let before = -1;
      let target: number | undefined;
      for (const { units, chance } of gaps) {
        let state = 0;
        for (let slot = 0; slot < digits.length; slot++) {
          const digit = added[slot] ?? digits[slot] ?? 0;
          const left = digit > (heights[slot] ?? 0) ? digit : Math.max(0, digit - units);
          state += left * (strides[slot] ?? 0);
        }
        if (state !== before) {
          before = state;
          target = numbers.get(state);
        }
        if (target === undefined) {
          if (states.length >= mostStates) return undefined;
          target = states.length;
          states.push(state);
          numbers.set(state, target);
        }
        row.set(target, (row.get(target) ?? 0) + outcome.chance * chance);
      }
    }
    for (const [target, chance] of row) builder.entry(target, chance);
    builder.endRow();
    if (builder.entries() > mostStates * 16) return undefined;
  }
  const matrix = builder.matrix();
  return {
    size: states.length,
    cost: builder.entries(),
    advance: (from, to) => multiply(matrix, from, to),
    bans: builder.bans(states.length),
  };
}

/** An outcome, with the figures that slots have after it; undefined for those that keep theirs. */
interface Move {
  readonly outcome: Outcome;
  readonly added: readonly (number | undefined)[];
}

function moveOf({ heights, unit, rounding }: Lattice, outcome: Outcome): Move {
  const added = outcome.timers.map((timer, slot) => {
    if (timer === undefined) return undefined;
    return timer === Infinity ? (heights[slot] ?? 0) + 1 : unitsIn(timer, unit, rounding);
  });
  return { outcome, added };
}

/** Takes a state apart into its slots' figures. @returns which slots have an entry */
function readDigits({ strides }: Lattice, state: number, digits: number[]): number {
  let mask = 0;
  let rest = state;
  for (let slot = strides.length - 1; slot >= 0; slot--) {
    const stride = strides[slot] ?? 1;
    const digit = Math.floor(rest / stride);
    digits[slot] = digit;
    rest -= digit * stride;
    if (digit > 0) mask |= 1 << slot;
  }
  return mask;
}
