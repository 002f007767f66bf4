import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { choosingRows, waldRows, waldsBound } from "../../bench/choosing.js";

test("the tables of the page on choosing a ladder are those that are worked out", () => {
  const page = readFileSync("docs/choosing-a-ladder.md", "utf8");
  // The formatter pads the cells of a table; what they say is the same.
  const plain = (text: string): string => text.replace(/ +/gu, " ").replace(/-{3,}/gu, "---");
  for (const row of [...waldRows(), ...choosingRows()]) expect(plain(page)).toContain(plain(row));
  expect(page).toContain(`that is ${waldsBound(0.001, 0.01, 0.9, 0.1).toFixed(1)} tries`);
});
