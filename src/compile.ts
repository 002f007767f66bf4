import { parsePolicy } from "../grammar/index.js";
import { type CheckedPolicy, checkPolicy } from "./check/check.js";
import { inOrder } from "./diagnostics/cap.js";
import { hasErrors, type Outcome } from "./diagnostics/diagnostic.js";
import { lowerPolicy } from "./ir/lower.js";
import type { Ruleset } from "./ir/ruleset.js";
import { lintRuleset } from "./lint/lint.js";
import type { SourceFile } from "./source/source-file.js";
import type { Artifact, BackEnd, GenerateOptions } from "./target/target.js";

/** From source to checked AST: what `check` and `fmt` need. There is always a tree. */
export function analyse(file: SourceFile): CheckedPolicy {
  const { policy, diagnostics } = parsePolicy(file);
  const checked = checkPolicy(policy, !hasErrors(diagnostics));
  return { ...checked, diagnostics: [...diagnostics, ...checked.diagnostics] };
}

/** From source to IR, with the advice of the lint. */
export function compileToRuleset(file: SourceFile): Outcome<Ruleset> {
  const { value, diagnostics } = toRuleset(file);
  return { value, diagnostics: inOrder(diagnostics) };
}

function toRuleset(file: SourceFile): Outcome<Ruleset> {
  const checked = analyse(file);
  if (hasErrors(checked.diagnostics)) return { value: undefined, diagnostics: checked.diagnostics };
  const ruleset = lowerPolicy(checked);
  return { value: ruleset, diagnostics: [...checked.diagnostics, ...lintRuleset(ruleset)] };
}

/** From source to a target's text: the whole pipeline. */
export function compile(
  file: SourceFile,
  target: BackEnd,
  options: GenerateOptions,
): Outcome<readonly Artifact[]> {
  const { value: ruleset, diagnostics } = toRuleset(file);
  if (ruleset === undefined) return { value: undefined, diagnostics: inOrder(diagnostics) };
  const generated = target.generate(ruleset, options);
  return {
    value: generated.value,
    diagnostics: inOrder([...diagnostics, ...generated.diagnostics]),
  };
}
