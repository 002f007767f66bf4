import { afterAll, beforeAll, expect, test } from "vitest";
import { hookPoints } from "../../src/target/features.js";
import { nftables } from "../../targets/nftables/index.js";
import { allShown } from "../completeness/cells.js";
import { found } from "../completeness/verdict.js";
import { describeOnKernel, type Lab, openLab } from "./netns.js";

/** How many policies, each with a table of its own, go to nft at once. */
const batch = 150;

describeOnKernel("nft takes every cell of the language", () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await openLab();
  });
  afterAll(() => lab.close());

  const version = nftables.defaultVersion;

  test.each(hookPoints)("at %s", { timeout: 120_000 }, async (hook) => {
    const texts = allShown(nftables, version)
      .filter(({ cell }) => cell.hook === hook && cell.support !== "none")
      .map(({ policy, outcome }, index) => {
        const ruleset = outcome.value && { ...outcome.value, policy: `p${String(index)}` };
        const named = { value: ruleset, diagnostics: [] };
        const { artifacts } = found(named, nftables, version, "nft");
        return { policy, text: artifacts.flatMap(({ lines }) => [...lines, ""]).join("\n") };
      });
    expect(texts.length).toBeGreaterThan(100);
    for (let start = 0; start < texts.length; start += batch) {
      const some = texts.slice(start, start + batch);
      const all = some.map(({ text }) => text).join("\n");
      await lab.load(`flush ruleset\n${all}`).catch(async (error: unknown) => {
        // One by one, to tell which it is.
        for (const { policy, text } of some) {
          await lab.load(`flush ruleset\n${text}`).catch((own: unknown) => {
            throw new Error(`${policy}\n\n${String(own)}`);
          });
        }
        throw error;
      });
    }
  });
});
