/**
 * What the differential tests are worth: faults as somebody could build them into a lowering are seen, each by a
 * bounded number of the random policies that those tests try.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { longTraces } from "../arbitrary/packets.js";
import { type Case, hunt, kept } from "./mutants/hunt.js";
import { nftMutants } from "./mutants/nftables.js";
import { nftCase, nftKinds } from "./on-nftables.js";
import { agree } from "./sides.js";
import type { NftProgram } from "../../targets/nftables/model.js";

/** Always the same, so that a mutant is caught whenever the test runs. */
const seed = 4;
const policiesOfAKind = 150;

/** Random policies of each kind in turn. */
function* nftCases(): Generator<Case<NftProgram>> {
  const drawn = nftKinds.map(({ policies, full }) => ({
    full,
    cases: fc.sample(fc.tuple(policies, longTraces, fc.nat()), { seed, numRuns: policiesOfAKind }),
  }));
  for (let index = 0; index < policiesOfAKind; index++) {
    for (const { full, cases } of drawn) {
      const [text, sketches, draws] = cases[index]!;
      const both = nftCase(text, sketches, draws, full);
      if (both !== undefined) yield both;
    }
  }
}

describe("a faulty lowering to nftables is caught", () => {
  const cases = kept(nftCases());

  test("and what has no fault is not", () => {
    for (const { program, trace, sides } of cases) {
      expect(agree(sides(structuredClone(program)), trace)).toBe(true);
    }
  });

  test.each(nftMutants)("$name", (mutant) => {
    const { caughtAfter } = hunt(mutant, cases);
    expect(caughtAfter).toBeDefined();
  });
});
