import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { capabilitiesPage } from "../../scripts/capabilities-page.js";
import { featureNames } from "../../src/target/features.js";
import { targets } from "../../targets/index.js";

const { path, text } = await capabilitiesPage();

test(`${path} is fresh (npm run generate)`, () => {
  expect(readFileSync(path, "utf8")).toBe(text);
});

test("it has a row for every feature of every target", () => {
  for (const name of featureNames) {
    const rows = text.split("\n").filter((line) => line.startsWith(`| \`${name}\` `));
    expect(rows).toHaveLength(targets.length);
    for (const row of rows) expect(row.split(/(?<!\\)\|/u)).toHaveLength(8);
  }
});
