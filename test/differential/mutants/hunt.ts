import { isDeepStrictEqual } from "node:util";
import { agree, type Exact } from "../sides.js";
import type { PacketSketch } from "../../arbitrary/packets.js";
import type { Mutant } from "./mutant.js";

/** A random policy and what comes to it, time and again from the beginning. */
export interface Case<Program> {
  readonly exact: Exact<Program>;
  readonly traces: readonly (readonly PacketSketch[])[];
  readonly seed: number;
}

/**
 * The differential property, until it fails.
 * @returns how many policies were tried until one told the mutant from the right program; undefined when none did
 */
export function caughtAfter<Program>(
  { mutate }: Mutant<Program>,
  cases: Iterable<Case<Program>>,
): number | undefined {
  let tried = 0;
  for (const { exact, traces, seed } of cases) {
    tried++;
    const mutated = mutate(exact.program);
    if (isDeepStrictEqual(mutated, exact.program)) continue;
    const tells = (sketches: readonly PacketSketch[]): boolean =>
      !agree(exact.sides(seed, mutated), exact.packets(sketches));
    if (traces.some(tells)) return tried;
  }
  return undefined;
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
