import type { Climb } from "./climb.js";
import { afterOutcome, digitsOf, type Lattice, later, maskOf, stateOf } from "./lattice.js";
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
  const states = [0];
  const numbers = new Map([[0, 0]]);
  const builder = chainBuilder();
  const targets = new Map<number, number>();
  for (let number = 0; number < states.length; number++) {
    targets.clear();
    const digits = digitsOf(lattice, states[number] ?? 0);
    for (const outcome of climb.outcomes(maskOf(digits))) {
      if (outcome.banned !== undefined) {
        builder.ban(number, outcome.banned, outcome.chance);
        continue;
      }
      const after = afterOutcome(lattice, digits, outcome);
      for (const { units, chance } of gaps) {
        const state = stateOf(lattice, later(lattice, after, units));
        let target = numbers.get(state);
        if (target === undefined) {
          if (states.length >= mostStates) return undefined;
          target = states.length;
          states.push(state);
          numbers.set(state, target);
        }
        targets.set(target, (targets.get(target) ?? 0) + outcome.chance * chance);
      }
    }
    for (const [target, chance] of targets) builder.entry(target, chance);
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
