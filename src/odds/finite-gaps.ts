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
  const known = new Map<number, readonly Move[]>();
  const movesOf = (mask: number): readonly Move[] => {
    const found =
      known.get(mask) ?? climb.outcomes(mask).map((outcome) => moveOf(lattice, outcome));
    known.set(mask, found);
    return found;
  };
  const reached: Reached = { states: [0], numbers: new Map([[0, 0]]), row: new Map() };
  const { states, row } = reached;
  const builder = chainBuilder();
  const digits = lattice.strides.map(() => 0);
  for (let number = 0; number < states.length; number++) {
    row.clear();
    for (const { outcome, added } of movesOf(readDigits(lattice, states[number] ?? 0, digits))) {
      if (outcome.banned !== undefined) builder.ban(number, outcome.banned, outcome.chance);
      else spread(reached, lattice, digits, added, outcome.chance, gaps);
    }
    if (states.length > mostStates) return undefined;
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

/** How far the chain has come. */
interface Reached {
  readonly states: number[];
  /** The place of each state in `states`. */
  readonly numbers: Map<number, number>;
  /** By the place of a state, the chance of going there from the state that is looked at. */
  readonly row: Map<number, number>;
}

/** Where an outcome leads, gap by gap. */
function spread(
  { states, numbers, row }: Reached,
  lattice: Lattice,
  digits: readonly number[],
  added: Move["added"],
  chance: number,
  gaps: readonly Gap[],
): void {
  let before = -1;
  let target: number | undefined;
  for (const { units, chance: share } of gaps) {
    const state = stateAfter(lattice, digits, added, units);
    if (state !== before) {
      before = state;
      target = numbers.get(state);
    }
    if (target === undefined) {
      target = states.length;
      states.push(state);
      numbers.set(state, target);
    }
    row.set(target, (row.get(target) ?? 0) + chance * share);
  }
}

/** What is left of the slots' figures, and of new ones, after a gap. */
function stateAfter(
  { heights, strides }: Lattice,
  digits: readonly number[],
  added: Move["added"],
  units: number,
): number {
  let state = 0;
  for (let slot = 0; slot < digits.length; slot++) {
    const digit = added[slot] ?? digits[slot] ?? 0;
    const left = digit > (heights[slot] ?? 0) ? digit : Math.max(0, digit - units);
    state += left * (strides[slot] ?? 0);
  }
  return state;
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
