/**
 * A policy's meaning and the router's rules, each by its own laws, come to the same for the same packets, draws and
 * connections: verdicts, log lines, entries and how often was drawn. Neither side knows of the other.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { routerosCase, routerosKinds } from "./on-routeros.js";
import { traces } from "../arbitrary/packets.js";
import { more, watched } from "./sides.js";

describe("the router does what the policy says", () => {
  test.each(routerosKinds)("$name", { timeout: 120_000 * more }, ({ policies, runs: usual }) => {
    const runs = usual * more;
    let compared = 0;
    fc.assert(
      fc.property(policies, traces, fc.nat(), fc.nat(), (text, sketches, seed, turn) => {
        const both = routerosCase(text, sketches, seed, turn);
        if (both === undefined) return;
        compared++;
        for (const { expected, actual } of watched(both.sides(), both.trace)) {
          expect(actual).toEqual(expected);
        }
      }),
      { numRuns: runs },
    );
    expect(compared).toBeGreaterThan(runs / 3);
  });
});
