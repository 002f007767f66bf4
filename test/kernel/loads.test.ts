import { readdirSync } from "node:fs";
import { afterAll, beforeAll, test } from "vitest";
import fc from "fast-check";
import { policyText } from "../arbitrary/policy.js";
import { wholePolicyText } from "../nftables/arbitrary-whole.js";
import { statements } from "../nftables/statements.js";
import { describeOnKernel, type Lab, openLab } from "./netns.js";
import { exampleFiles, examplePolicy, nftText } from "./policy.js";

describeOnKernel("nft loads, twice,", () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await openLab();
  });
  afterAll(() => lab.close());

  test.each([
    ["any policy at all", policyText()],
    ["any policy of the whole language", wholePolicyText()],
  ])("%s", { timeout: 120_000 }, async (_name, policies) => {
    // As many again are loaded to be read back, and three hundred to be sent packets.
    for (const policy of fc.sample(policies, 100)) {
      const text = nftText(policy);
      await lab.load(`flush ruleset\n${text}`).catch((error: unknown) => {
        throw new Error(`${policy}\n\n${String(error)}`);
      });
    }
  });

  const examples = readdirSync(new URL("../../examples", import.meta.url));
  const texts = [
    ...Object.entries(statements).map(([name, policy]) => [name, () => nftText(policy)] as const),
    ...examples.map(
      (folder) => [folder, () => nftText(examplePolicy(folder), exampleFiles(folder))] as const,
    ),
  ];
  test.each(texts)("%s", async (_name, print) => {
    const text = print();
    await lab.load("flush ruleset\n");
    await lab.load(text);
    await lab.load(text);
  });
});
