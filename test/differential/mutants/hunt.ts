import { isDeepStrictEqual } from "node:util";
import type { Packet } from "../../../src/simulate/packet.js";
import { agree, type Sides } from "../sides.js";
import type { Mutant } from "./mutant.js";

/** A random policy and what comes to it. */
export interface Case<Program> {
  readonly program: Program;
  readonly trace: readonly Packet[];
  sides(program?: Program): Sides;
}

export interface Hunt {
  /** How many policies were tried until one told the mutant from the right program; undefined when none did. */
  readonly caughtAfter: number | undefined;
  /** Of these, in how many it had changed anything. */
  readonly changed: number;
}

/** The differential property, until it fails. */
export function hunt<Program>({ mutate }: Mutant<Program>, cases: Iterable<Case<Program>>): Hunt {
  let tried = 0;
  let changed = 0;
  for (const { program, trace, sides } of cases) {
    tried++;
    const mutated = mutate(program);
    if (isDeepStrictEqual(mutated, program)) continue;
    changed++;
    if (!agree(sides(mutated), trace)) return { caughtAfter: tried, changed };
  }
  return { caughtAfter: undefined, changed };
}

/** What an iterable gives, made once and kept. */
export function kept<T>(source: Iterable<T>): Iterable<T> {
  const known: T[] = [];
  const rest = source[Symbol.iterator]();
  return {
    *[Symbol.iterator]() {
      for (let index = 0; ; index++) {
        if (index === known.length) {
          const { done, value } = rest.next();
          if (done === true) return;
          known.push(value);
        }
        yield known[index]!;
      }
    },
  };
}
