import { readdirSync } from "node:fs";
import { afterAll, beforeAll, test } from "vitest";
import { statements } from "../nftables/statements.js";
import { describeOnKernel, type Lab, openLab } from "./netns.js";
import { examplePolicy, nftText } from "./policy.js";

describeOnKernel("nft loads, twice,", () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await openLab();
  });
  afterAll(() => lab.close());

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
