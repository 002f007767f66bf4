import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { report } from "../../diagnostics/report.js";
import type { Rule, Ruleset } from "../../ir/ruleset.js";
import { memoryOf, slotKey } from "../../odds/memory.js";

/** SB4014: a list of people who are to be let through, behind a rule that may put them on the way to a bin. */
export function* lateExemption(ruleset: Ruleset): Generator<Diagnostic> {
  const { slots, bins } = memoryOf(ruleset);
  if (bins.length === 0) return;
  const counted = new Set([...slots, ...bins].map(slotKey));
  const fixed = new Set(ruleset.lists.filter((list) => !list.dynamic).map(({ name }) => name));
  for (const { rules } of ruleset.chains) {
    let catcher: { readonly rule: Rule; readonly list: string } | undefined;
    for (const rule of rules) {
      const spared = sparedBy(rule, fixed);
      if (spared !== undefined && catcher !== undefined) {
        const labels = [{ span: catcher.rule.origin, text: `puts them on \`${catcher.list}\`` }];
        yield report("SB4014", rule.origin, { list: spared }, { labels });
        break;
      }
      if (catcher !== undefined || asksWhoItIs(rule, fixed)) continue;
      const add = rule.actions.find(
        (action) =>
          action.kind === "add" && action.side === "source" && counted.has(slotKey(action)),
      );
      if (add?.kind === "add") catcher = { rule, list: add.list };
    }
  }
}

/** The list whose members a rule lets through, whatever they do. */
function sparedBy(
  { matchers, chance, rates, actions }: Rule,
  fixed: ReadonlySet<string>,
): string | undefined {
  const [only, ...others] = matchers.filter(({ kind }) => kind !== "state");
  const last = actions.at(-1)?.kind;
  if (only?.kind !== "address" || others.length > 0 || only.negated) return undefined;
  if (only.side !== "source" || only.operand.kind !== "list") return undefined;
  const isCertain = chance === undefined && rates.length === 0;
  const isSpared = isCertain && (last === "accept" || last === "return");
  return isSpared && fixed.has(only.operand.list) ? only.operand.list : undefined;
}

/** Whether a rule is about certain sources, or all but those. */
function asksWhoItIs({ matchers }: Rule, fixed: ReadonlySet<string>): boolean {
  return matchers.some(
    (matcher) =>
      matcher.kind === "mac" ||
      (matcher.kind === "address" &&
        matcher.side === "source" &&
        (matcher.operand.kind === "literal" || fixed.has(matcher.operand.list))),
  );
}
