/**
 * A policy's meaning and nft's rules, each by its own laws, come to the same for the same packets, draws and
 * connections: verdicts, log lines, entries and how often was drawn. Neither side knows of the other.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { nftCase, nftKinds } from "./on-nftables.js";
import { traces } from "../arbitrary/packets.js";
import { more, watched } from "./sides.js";

describe("the table does what the policy says", () => {
  test.each(nftKinds)("$name", { timeout: 120_000 * more }, ({ policies, runs: usual, full }) => {
    const runs = usual * more;
    let compared = 0;
    fc.assert(
      fc.property(policies, traces, fc.nat(), (text, sketches, seed) => {
        const both = nftCase(text, sketches, seed, full);
        if (both === undefined) return;
        compared++;
        for (const { expected, actual } of watched(both.sides(), both.trace)) {
          expect(actual).toEqual(expected);
        }
      }),
      { numRuns: runs },
    );
    expect(compared).toBeGreaterThan(runs / 5);
  });
});
