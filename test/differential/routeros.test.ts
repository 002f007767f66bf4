/**
 * A policy's meaning and the router's rules, each by its own laws, come to the same for the same packets, draws and
 * connections: verdicts, log lines, entries and how often was drawn. Neither side knows of the other.
 */
import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { onRouteros, routerosKinds } from "./on-routeros.js";
import { traces } from "../arbitrary/packets.js";
import { runsOf, watched } from "./sides.js";

describe("the router does what the policy says", () => {
  test.each(routerosKinds)("$name", { timeout: 3_600_000 }, (kind) => {
    const { policies } = kind;
    const runs = runsOf(kind, routerosKinds);
    let compared = 0;
    fc.assert(
      fc.property(policies, traces, fc.nat(), (text, sketches, seed) => {
        const both = onRouteros(text);
        if (both === undefined) return;
        compared++;
        for (const { expected, actual } of watched(both.sides(seed), both.packets(sketches))) {
          // Vitest's own comparison costs more than the engines.
          if (!isDeepStrictEqual(actual, expected)) expect(actual).toEqual(expected);
        }
      }),
      { numRuns: runs },
    );
    expect(compared).toBeGreaterThan(runs / 3);
  });
});
