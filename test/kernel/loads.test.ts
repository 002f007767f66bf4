import { readdirSync } from "node:fs";
import { afterAll, beforeAll, test } from "vitest";
import fc from "fast-check";
import { policyText } from "../arbitrary/policy.js";
import { statements } from "../nftables/statements.js";
import { describeOnKernel, type Lab, openLab } from "./netns.js";
import { examplePolicy, nftText } from "./policy.js";

describeOnKernel("nft loads, twice,", () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await openLab();
  });
  afterAll(() => lab.close());

  test("any policy at all", { timeout: 120_000 }, async () => {
    for (const policy of fc.sample(policyText(), 300)) {
      const text = nftText(policy);
      await lab.load(`flush ruleset\n${text}`).catch((error: unknown) => {
        throw new Error(`${policy}\n\n${String(error)}`);
      });
    }
  });

  const examples = readdirSync(new URL("../../examples", import.meta.url));
  const policies = [
    ...Object.entries(statements),
    ...examples.map((folder): [string, string] => [folder, examplePolicy(folder)]),
  ];
  test.each(policies)("%s", async (_name, policy) => {
    const text = nftText(policy);
    await lab.load("flush ruleset\n");
    await lab.load(text);
    await lab.load(text);
  });
});
