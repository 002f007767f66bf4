import fc from "fast-check";
import { expect, test } from "vitest";
import { inTurn } from "../../src/cli/fleet/in-turn.js";

/** Whatever takes how long and whatever fails: never more at a time than allowed, and none is begun after a failure. */

const task = fc.record({
  ticks: fc.nat(4),
  outcome: fc.constantFrom("well", "well", "fails", "throws"),
});

test("a failure ends the beginning, and nothing is left running", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(task, { maxLength: 12 }),
      fc.integer({ min: 1, max: 5 }),
      async (tasks, parallel) => {
        const begun: number[] = [];
        const running = new Set<number>();
        const failed: number[] = [];
        const act = async (index: number): Promise<boolean> => {
          expect(failed).toEqual([]);
          begun.push(index);
          running.add(index);
          expect(running.size).toBeLessThanOrEqual(parallel);
          const { ticks, outcome } = tasks[index] ?? { ticks: 0, outcome: "well" };
          for (let tick = 0; tick < ticks; tick++) await Promise.resolve();
          running.delete(index);
          if (outcome === "throws") throw new Error("thrown");
          return outcome === "well";
        };
        const members = tasks.map((_, index) => index);
        const ended = await inTurn(members, parallel, act, (well) => {
          if (!well) failed.push(begun.length);
          return !well;
        }).then(
          () => "ended",
          () => "thrown",
        );
        expect(running.size).toBe(0);
        expect(begun).toEqual(members.slice(0, begun.length));
        const threw = begun.some((index) => tasks[index]?.outcome === "throws");
        if (failed.length === 0 && !threw) expect(begun).toEqual(members);
        expect(ended).toBe(threw ? "thrown" : "ended");
      },
    ),
  );
});
