import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { keysAt } from "../../src/cli/fleet/fleet-schema.js";
import { parseFleet } from "../../src/cli/fleet/parse-fleet.js";
import { sourceFile } from "../../src/source/source-file.js";

/** The pages on several devices, held against what reads them. */

const read = (path: string): string =>
  readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const blocksOf = (page: string, language: string): readonly string[] =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\`$`, "gmu"))].map(
    ([, text = ""]) => text,
  );

const page = read("docs/fleets.md");

test("the file of devices that is shown is one", () => {
  const [text = ""] = blocksOf(page, "toml");
  const { value, diagnostics } = parseFleet("sinbin.toml", sourceFile("sinbin.toml", text));
  expect(diagnostics).toEqual([]);
  expect(value?.devices.map(({ name, policy }) => [name, policy])).toEqual([
    ["branch1", "edge.sbn"],
    ["branch2", "edge.sbn"],
    ["gateway", "gateway.sbn"],
  ]);
});

test("every key is told, and no other", () => {
  const rows = [...page.matchAll(/^\| (`[^|]+) \|/gmu)].flatMap(([, cell = ""]) =>
    [...cell.matchAll(/`([^`]+)`/gu)].map(([, key = ""]) => key),
  );
  expect(rows.toSorted()).toEqual([...keysAt(["devices", "branch1"])].toSorted());
});

test("the playbook and the inventory that are shown are the ones that lie there", () => {
  expect(blocksOf(read("integrations/ansible/README.md"), "yaml")).toEqual([
    read("integrations/ansible/site.yml"),
    read("integrations/ansible/inventory.yml"),
  ]);
});
