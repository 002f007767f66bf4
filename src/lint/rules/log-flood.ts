import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { report } from "../../diagnostics/report.js";
import type { Rule, Ruleset } from "../../ir/ruleset.js";
import { memoryOf } from "../../odds/memory.js";

/** SB4015: a line of the log for every packet of a source that is banned, or for every packet there is. */
export function* logFlood(ruleset: Ruleset): Generator<Diagnostic> {
  const bins = new Set(memoryOf(ruleset).bins.map(({ list }) => list));
  for (const { hook, rules } of ruleset.chains) {
    let isThinned = hook === undefined;
    for (const rule of rules) {
      const log = rule.actions.find((action) => action.kind === "log");
      if (log !== undefined && rule.chance === undefined && rule.rates.length === 0) {
        const whose = isOfBin(rule, bins)
          ? "of a source that is banned"
          : !isThinned && rule.matchers.length === 0
            ? "there is"
            : undefined;
        if (whose !== undefined) yield report("SB4015", log.origin, { whose });
      }
      if (letsGo(rule)) isThinned = true;
    }
  }
}

/** All packets of whoever is in a bin. */
function isOfBin({ matchers }: Rule, bins: ReadonlySet<string>): boolean {
  const isMember = matchers.some(
    (matcher) =>
      matcher.kind === "address" &&
      matcher.side === "source" &&
      !matcher.negated &&
      matcher.operand.kind === "list" &&
      bins.has(matcher.operand.list),
  );
  return isMember && matchers.every(({ kind }) => kind === "address" || kind === "interface");
}

/** After a verdict for established connections, what is left is few. */
function letsGo({ matchers, actions }: Rule): boolean {
  const isTerminal = actions.some(
    ({ kind }) => kind !== "log" && kind !== "count" && kind !== "add",
  );
  return (
    isTerminal &&
    matchers.every((matcher) => matcher.kind === "state" && matcher.states.includes("established"))
  );
}
