import fc from "fast-check";
import { expect, test } from "vitest";
import { indentedString, quotedString } from "../../targets/nixos/indented-string.js";
import { describeWithNix, evaluateAll } from "./evaluate.js";

/** Lines full of what Nix reads specially. */
const line = fc
  .array(fc.constantFrom("'", "''", "$", "{", "}", "${", "\\", '"', " ", "n", "x", "#", ";", "ü"))
  .map((parts) => parts.join(""));

describeWithNix("Nix strings", () => {
  test("an indented string is the lines that went in, whatever they hold", () => {
    const samples = fc.sample(fc.array(line, { maxLength: 4 }), 3000);
    // The text we carry always has a line without leading blanks; a comment stands in for it.
    const texts = samples.map((lines) => ["# begin", ...lines.map((one) => one.trimEnd())]);
    const expressions = texts.map((lines) => [...indentedString("", lines)].join("\n"));
    const expected = texts.map((lines) => lines.map((one) => `${one}\n`).join(""));
    expect(evaluateAll(expressions)).toEqual(expected);
  });

  test("a quoted string is the text that went in, whatever it holds", () => {
    const texts = fc.sample(line, 3000);
    expect(evaluateAll(texts.map(quotedString))).toEqual(texts);
  });
});
