import { type CheckedPolicy, checkPolicy } from "./check/check.js";
import { inOrder } from "./diagnostics/cap.js";
import { withoutEchoes } from "./diagnostics/echoes.js";
import { type Diagnostic, hasErrors, type Outcome } from "./diagnostics/diagnostic.js";
import { report } from "./diagnostics/report.js";
import type { PolicyFile } from "./ast/nodes.js";
import { type ListFiles, lowerPolicy } from "./ir/lower.js";
import type { Ruleset } from "./ir/ruleset.js";
import { expectationsOf } from "./lint/expectation.js";
import { lintRuleset } from "./lint/lint.js";
import { loadPolicy } from "./load/load-policy.js";
import { noOtherFiles, type SourceReader } from "./load/source-reader.js";
import type { SourceFile } from "./source/source-file.js";
import type { Artifact, BackEnd, GenerateOptions } from "./target/target.js";

/** A checked policy with what its list files hold. */
export interface AnalysedPolicy extends CheckedPolicy {
  readonly listFiles: ListFiles;
}

/** From source to checked AST: what `check` and `fmt` need. There is always a tree. */
export function analyse(file: SourceFile, reader: SourceReader = noOtherFiles): AnalysedPolicy {
  const { policy, listFiles, isWhole, diagnostics } = loadPolicy(file, reader);
  const checked = checkPolicy(policy, !hasErrors(diagnostics));
  const found = withoutEchoes(checked.diagnostics, diagnostics, isWhole);
  return { ...checked, listFiles, diagnostics: [...diagnostics, ...found] };
}

export interface RulesetOptions {
  /** Everything but the bins' actions, which only count: to see whom a policy would drop. */
  readonly trial?: boolean;
}

/** SB4005: a trial of a policy without a ladder changes nothing, and its drops drop. */
function tryable(policy: PolicyFile): readonly Diagnostic[] {
  if (policy.statements.some(({ kind }) => kind === "ladder")) return [];
  const [first] = policy.statements;
  return first === undefined ? [] : [report("SB4005", first.span, {})];
}

/** From source to IR, with the advice of the lint. */
export function compileToRuleset(
  file: SourceFile,
  reader: SourceReader = noOtherFiles,
  { trial = false }: RulesetOptions = {},
): Outcome<Ruleset> {
  const { value, diagnostics } = toRulesets(file, reader, trial);
  return { value: value?.ruleset, diagnostics: inOrder(diagnostics) };
}

interface Rulesets {
  readonly ruleset: Ruleset;
  /** Undefined when that is one already. */
  readonly asTrial: (() => Ruleset) | undefined;
}

function toRulesets(file: SourceFile, reader: SourceReader, trial: boolean): Outcome<Rulesets> {
  const checked = analyse(file, reader);
  if (hasErrors(checked.diagnostics)) return { value: undefined, diagnostics: checked.diagnostics };
  const lowered = (asTrial: boolean): Ruleset => lowerPolicy(checked, checked.listFiles, asTrial);
  const ruleset = lowered(trial);
  const advice = trial ? tryable(checked.policy) : lintRuleset(ruleset, expectationsOf(checked));
  const asTrial = trial ? undefined : (): Ruleset => lowered(true);
  return { value: { ruleset, asTrial }, diagnostics: [...checked.diagnostics, ...advice] };
}

/** From source to a target's text: the whole pipeline. */
export function compile(
  file: SourceFile,
  target: BackEnd,
  options: GenerateOptions & RulesetOptions,
  reader: SourceReader = noOtherFiles,
): Outcome<readonly Artifact[]> {
  const { value, diagnostics } = toRulesets(file, reader, options.trial ?? false);
  if (value === undefined) return { value, diagnostics: inOrder(diagnostics) };
  const { ruleset, asTrial } = value;
  const generated = target.generate(ruleset, { ...options, ...(asTrial && { asTrial }) });
  return {
    value: generated.value,
    diagnostics: inOrder([...diagnostics, ...generated.diagnostics]),
  };
}
