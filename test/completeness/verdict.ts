import { compileToRuleset } from "../../src/compile.js";
import type { Diagnostic, Outcome } from "../../src/diagnostics/diagnostic.js";
import type { Ruleset } from "../../src/ir/ruleset.js";
import type { SourceReader } from "../../src/load/source-reader.js";
import { sourceFile } from "../../src/source/source-file.js";
import type { Support } from "../../src/target/features.js";
import type { Artifact, BackEnd } from "../../src/target/target.js";

/** A list file that is there under any name. */
const reader: SourceReader = {
  readPolicy: () => ({ problem: "there are no other policies" }),
  readList: () => ({ value: ["192.0.2.0/24\n2001:db8:1::/48\n"] }),
};

export interface Found {
  readonly support: Support;
  /** Of the target alone. */
  readonly diagnostics: readonly Diagnostic[];
  readonly artifacts: readonly Artifact[];
}

/** What is refused before a target sees it, since it can work on none. */
const hopeless: readonly string[] = ["SB2027"];

/** The IR of a policy that is right. */
export function rulesetOf(policy: string): Ruleset {
  const { value } = compiled(policy);
  if (value === undefined) throw new Error(`no target can do this\n${policy}`);
  return value;
}

/** The IR of a policy that is right, or why no target could do what it asks. */
export function compiled(policy: string): Outcome<Ruleset> {
  const outcome = compileToRuleset(sourceFile("p.sbn", policy), reader);
  const errors = outcome.diagnostics.filter(({ severity }) => severity === "error");
  if (errors.some(({ code }) => !hopeless.includes(code))) {
    throw new Error(`${policy}\n${errors.map(({ message }) => message).join("\n")}`);
  }
  return outcome;
}

/**
 * What a target makes of a policy: `none` is an error of the kind SB5, `approximate` the warning SB5009.
 * @param compiled without a ruleset when no target could do what is asked
 */
export function found(
  { value: ruleset, diagnostics: told }: Outcome<Ruleset>,
  target: BackEnd,
  version: string,
  format: string,
): Found {
  if (ruleset === undefined) return { support: "none", diagnostics: told, artifacts: [] };
  const { value, diagnostics } = target.generate(ruleset, { version, format });
  const codes = diagnostics.map(({ code }) => code);
  const foreign = codes.filter((code) => !/^SB5/u.test(code));
  if (foreign.length > 0) throw new Error(`also ${foreign.join(", ")}`);
  const isRefused = diagnostics.some(({ severity }) => severity === "error");
  if (isRefused !== (value === undefined)) throw new Error("an error, and an output");
  const support = isRefused ? "none" : codes.includes("SB5009") ? "approximate" : "exact";
  return { support, diagnostics, artifacts: value ?? [] };
}
