import { expect, test } from "vitest";
import { z } from "zod";
import { hasErrors } from "../../src/diagnostics/diagnostic.js";
import type { BackEnd } from "../../src/target/target.js";
import { nftables } from "../../targets/nftables/index.js";
import { nixos } from "../../targets/nixos/index.js";
import { type Hostile, rulesetWith, runs, someHostile } from "../hostile/texts.js";
import { describeWithNix, evaluateAll } from "./evaluate.js";

const batch = 250;

/** The text that the module carries, and what its assertions say. */
const value = z.tuple([z.string(), z.array(z.string())]);

interface Carried {
  readonly one: Hostile;
  readonly policy: string;
  readonly module: string;
  /** The text that it must carry. */
  readonly expected: string;
}

/** What follows the clearing of the table, without the notes for people. */
function rulesIn(text: string): string {
  const plain = text.replace(/^#.*\n/gmu, "");
  return plain.slice(/^table .*\{$/mu.exec(plain)?.index ?? plain.length).trim();
}

function carried(one: Hostile): readonly Carried[] {
  const given = rulesetWith(one, "p");
  if (given === undefined) return [];
  const outputOf = (target: BackEnd): string | undefined => {
    const options = { version: target.defaultVersion, format: target.formats[0] ?? "" };
    const { value: artifacts, diagnostics } = target.generate(given.ruleset, options);
    if (artifacts === undefined) expect(hasErrors(diagnostics)).toBe(true);
    return artifacts?.flatMap(({ lines }) => [...lines, ""]).join("\n");
  };
  const module = outputOf(nixos);
  const text = outputOf(nftables);
  expect(module === undefined).toBe(text === undefined);
  if (module === undefined || text === undefined) return [];
  return [{ one, policy: given.ruleset.policy, module, expected: rulesIn(text) }];
}

describeWithNix("hostile texts", () => {
  test(
    `are in the module's text as in that of nftables, or refused (${String(runs)})`,
    { timeout: 900_000 },
    () => {
      const samples = someHostile();
      const all = samples.flatMap(carried);
      expect(all.length).toBeGreaterThan(0);
      expect(all.length).toBeLessThan(samples.length);
      for (let start = 0; start < all.length; start += batch) {
        const some = all.slice(start, start + batch);
        const values = evaluateAll(
          some.map(
            ({ module }) =>
              `let m = (${module}\n) { config = { }; }; in [ m.networking.nftables.ruleset (map (one: one.message) m.assertions) ]`,
          ),
        );
        for (const [index, { one, policy, expected }] of some.entries()) {
          const [ruleset, messages] = value.parse(values[index]);
          expect({ one, text: rulesIn(ruleset) }).toEqual({ one, text: expected });
          expect(messages[0]).toContain(`the policy ${policy} would`);
        }
      }
    },
  );
});
