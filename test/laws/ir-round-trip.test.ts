import fc from "fast-check";
import { expect, test } from "vitest";
import { compileToRuleset } from "../../src/compile.js";
import { printRuleset } from "../../src/ir/print.js";
import type { Ruleset } from "../../src/ir/ruleset.js";
import { sourceFile } from "../../src/source/source-file.js";
import { wholePolicyText } from "../arbitrary/policy.js";
import { plain } from "./plain.js";

function compile(text: string): Ruleset {
  const { value, diagnostics } = compileToRuleset(sourceFile("law.sbn", text));
  if (value === undefined) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return value;
}

// Says that the printed chains mean what the policy meant, as far as the IR holds the meaning.
test("the IR printed as a policy compiles to the same IR", () => {
  fc.assert(
    fc.property(wholePolicyText(), (text) => {
      const ruleset = compile(text);
      const printed = [...printRuleset(ruleset)].join("\n");
      expect(plain(compile(printed))).toEqual(plain(ruleset));
    }),
    { numRuns: 300 },
  );
});
