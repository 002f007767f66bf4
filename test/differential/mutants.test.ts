/**
 * What the differential tests are worth: faults as somebody could build them into a lowering are seen, each by a
 * bounded number of the random policies that those tests try.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { longTraces } from "../arbitrary/packets.js";
import { type Case, caughtAfter, kept } from "./mutants/hunt.js";
import type { Mutant } from "./mutants/mutant.js";
import { nftMutants } from "./mutants/nftables.js";
import { routerosMutants } from "./mutants/routeros.js";
import { nftKinds, onNftables } from "./on-nftables.js";
import { onRouteros, routerosKinds } from "./on-routeros.js";
import { agree } from "./sides.js";
import type { NftProgram } from "../../targets/nftables/model.js";
import type { RouterosProgram } from "../../targets/routeros/model.js";

/** Always the same, so that a mutant is caught whenever the test runs. */
const firstSeed = 4;
const policiesOfAKind = 200;

describe("a faulty lowering to nftables is caught", () => {
  hunted(nftMutants, nftCases());
});

describe("a faulty lowering to RouterOS is caught", () => {
  hunted(routerosMutants, routerosCases());
});

function hunted<Program>(
  mutants: readonly Mutant<Program>[],
  drawn: Iterable<Case<Program>>,
): void {
  const cases = kept(drawn);

  test("and what has no fault is not", { timeout: 120_000 }, () => {
    // The rest are drawn only as far as a mutant needs them; that no policy differs is the other tests' to show.
    for (const { exact, traces, seed } of take(cases, 150)) {
      const same = structuredClone(exact.program);
      expect(agree(exact.sides(seed, same), exact.packets(traces[0]!))).toBe(true);
    }
  });

  test.each(mutants)("$name", { timeout: 120_000 }, (mutant) => {
    expect(caughtAfter(mutant, cases)).toBeDefined();
  });
}

function* take<T>(all: Iterable<T>, most: number): Generator<T> {
  let taken = 0;
  for (const one of all) {
    if (taken++ === most) return;
    yield one;
  }
}

function* nftCases(): Generator<Case<NftProgram>> {
  for (const { kind, text, ...rest } of inTurn(nftKinds)) {
    const exact = onNftables(text, kind.full);
    if (exact !== undefined) yield { exact, ...rest };
  }
}

function* routerosCases(): Generator<Case<RouterosProgram>> {
  for (const { text, ...rest } of inTurn(routerosKinds)) {
    const exact = onRouteros(text);
    if (exact !== undefined) yield { exact, ...rest };
  }
}

interface Drawn<Kind> extends Omit<Case<never>, "exact"> {
  readonly kind: Kind;
  readonly text: string;
}

/** Random policies and packets, of each kind in turn. */
function* inTurn<Kind extends { readonly policies: fc.Arbitrary<string> }>(
  kinds: readonly Kind[],
): Generator<Drawn<Kind>> {
  const several = fc.array(longTraces, { minLength: 4, maxLength: 4 });
  const drawn = kinds.map((kind, index) => {
    const parts = { text: kind.policies, traces: several, seed: fc.nat() };
    const settings = { seed: firstSeed + index, numRuns: policiesOfAKind };
    return fc.sample(fc.record({ kind: fc.constant(kind), ...parts }), settings);
  });
  for (let index = 0; index < policiesOfAKind; index++) {
    for (const cases of drawn) yield cases[index]!;
  }
}
