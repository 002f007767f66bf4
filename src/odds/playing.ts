import type { Draws } from "../simulate/engine.js";
import { policyEngine } from "../simulate/policy-engine.js";
import type { Climb } from "./climb.js";
import type { Memory } from "./memory.js";
import type { Subject } from "./subject.js";
import type { Ruleset } from "../ir/ruleset.js";

/** Makes sources that begin with nothing remembered of them. */
export interface Player {
  start(draws: Draws): Source;
  /** What a try costs, beside one of a climb. */
  readonly cost: number;
}

/** One source: what a connection at a time in milliseconds does to it. */
export interface Source {
  /** @returns the timer of the bin it is put into */
  connect(at: number): number | undefined;
}

/** Plays a climb. */
export function climbPlayer(climb: Climb): Player {
  const start = (draws: Draws): Source => {
    const ends = climb.timers.map(() => -1);
    return {
      connect: (at) => {
        let mask = 0;
        for (const [slot, end] of ends.entries()) if (end > at) mask |= 1 << slot;
        const outcomes = climb.outcomes(mask);
        let chosen = outcomes[0];
        let rest = draws();
        for (const outcome of outcomes) {
          chosen = outcome;
          rest -= outcome.chance;
          if (rest < 0) break;
        }
        for (const [slot, timer] of chosen?.timers.entries() ?? []) {
          if (timer !== undefined) ends[slot] = at + timer;
        }
        return chosen?.banned;
      },
    };
  };
  return { start, cost: 1 };
}

/**
 * Plays the rules themselves, whatever they say, for a source that has no other connection open.
 * @param subjectOf what its n-th connection is, from 0
 */
export function policyPlayer(
  ruleset: Ruleset,
  { bins }: Memory,
  subjectOf: (connection: number) => Subject,
): Player {
  const start = (draws: Draws): Source => {
    const engine = policyEngine(ruleset, { draws, connections: () => 1 });
    let connection = 0;
    return {
      connect: (at) => {
        const { packet, path } = subjectOf(connection++);
        for (const hook of path) {
          const { verdict } = engine.play({ ...packet, at, hook });
          if (verdict !== undefined && verdict.kind !== "accept") break;
        }
        const entries = engine.entries(at);
        for (const { list, side } of bins) {
          const until = entries.get(list)?.get(packet[side]);
          if (until !== undefined) return until - at;
        }
        return undefined;
      },
    };
  };
  return { start, cost: 20 };
}
