import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { describeOnKernel } from "../kernel/netns.js";
import { type Kernel, openKernel } from "./wire/kernel.js";
import { meeting, meetingPolicy } from "./wire/policies.js";
import { compare, type Findings, programOf } from "./wire/run.js";
import { devices, establishedFlows } from "./wire/site.js";

const runs = Number(process.env["SINBIN_RUNS"] ?? "300");

describeOnKernel("the meaning of a policy, its table's engine and the kernel", () => {
  let kernel: Kernel;
  beforeAll(() => {
    kernel = openKernel(Object.values(devices), establishedFlows());
  });
  afterAll(() => {
    kernel.close();
  });

  test(`agree on ${String(runs)} random policies`, { timeout: runs * 2000 }, async () => {
    const seen = { policies: 0, packets: 0, stopped: 0, listed: 0 };
    await fc.assert(
      fc.asyncProperty(
        meetingPolicy,
        fc.array(meeting, { minLength: 1, maxLength: 40 }),
        async (policy, trace) => {
          const compiled = programOf(policy);
          fc.pre(compiled !== undefined);
          const { kernel: found, engine, meaning } = await compare(kernel, compiled, trace);
          expect(told(engine, meaning)).toEqual(told(meaning));
          expect(told(found, meaning)).toEqual(told(meaning));
          seen.policies++;
          seen.packets += trace.length;
          seen.stopped += meaning.passed.filter((passed) => !passed).length;
          seen.listed += meaning.entries.size;
        },
      ),
      { numRuns: runs },
    );
    // Policies that do nothing would agree as well.
    expect(seen.stopped).toBeGreaterThan(seen.packets / 20);
    expect(seen.listed).toBeGreaterThan(seen.policies);
  });
});

/** @param beside times that are no further from its own than reading them takes are told as its own */
function told({ passed, entries }: Findings, beside?: Findings): object {
  return {
    packets: passed.map((one, index) => `${String(index)} ${one ? "passes" : "is stopped"}`),
    entries: Object.fromEntries(
      [...entries].toSorted().map(([entry, left]) => {
        const other = beside?.entries.get(entry);
        const close =
          typeof left === "number" && typeof other === "number" && Math.abs(left - other) <= 2;
        return [entry, close ? other : left];
      }),
    ),
  };
}
