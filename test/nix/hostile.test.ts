import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { z } from "zod";
import { hasErrors } from "../../src/diagnostics/diagnostic.js";
import type { BackEnd } from "../../src/target/target.js";
import { nftables } from "../../targets/nftables/index.js";
import { nixos } from "../../targets/nixos/index.js";
import { type Hostile, rulesetWith, runs, someHostile } from "../hostile/texts.js";
import { describeWithNix, evaluateAll, withNames } from "./evaluate.js";

const batch = 100;

const stub = fileURLToPath(new URL("./nixos.nix", import.meta.url));
const lib = fileURLToPath(new URL("./lib.nix", import.meta.url));

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
  const plain = withNames(text)
    .replace(/^[\t ]+/gmu, "")
    .replace(/^#.*\n/gmu, "");
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
              `let m = import ${stub} { modules = [ (${module}\n) { networking.nftables.flushRuleset = (import ${lib}).mkForce true; } ]; }; in [ m.rules m.failed ]`,
          ),
        );
        for (const [index, { one, policy, expected }] of some.entries()) {
          const [ruleset, messages] = value.parse(values[index]);
          expect({ one, text: rulesIn(ruleset) }).toEqual({ one, text: expected });
          expect(messages[0]).toContain(`of the policy ${policy};`);
        }
      }
    },
  );
});
