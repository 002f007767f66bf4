import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { report } from "../../diagnostics/report.js";
import type { AddAction, Rule, Ruleset } from "../../ir/ruleset.js";
import { formatDuration, type Timeout } from "../../net/duration.js";
import { isRefusal } from "../../odds/memory.js";

/** SB4007: whoever comes out of a bin is still on the rung below it. Told once a bin. */
export function* shortBin(ruleset: Ruleset): Generator<Diagnostic> {
  const rules = ruleset.chains.flatMap((chain) => chain.rules);
  const bins = new Set(rules.flatMap(listTurnedAway));
  const adds = new Map<string, AddAction>();
  for (const add of rules.flatMap(addsOf)) if (!adds.has(add.list)) adds.set(add.list, add);
  for (const rule of rules) {
    for (const binned of addsOf(rule)) {
      if (!bins.has(binned.list)) continue;
      const climbed = sourceLists(rule)
        .map((list) => adds.get(list))
        .find((add) => add !== undefined && add.list !== binned.list && outlasts(add, binned));
      if (climbed === undefined) continue;
      bins.delete(binned.list);
      yield report(
        "SB4007",
        binned.origin,
        {
          bin: binned.list,
          held: inWords(binned.timeout),
          rung: climbed.list,
          kept: inWords(climbed.timeout),
        },
        { labels: [{ span: climbed.origin, text: "remembers longer" }] },
      );
    }
  }
}

function addsOf({ actions }: Rule): readonly AddAction[] {
  return actions.filter((action) => action.kind === "add");
}

/** The list all of whose members a rule turns away. */
function listTurnedAway(rule: Rule): readonly string[] {
  const { matchers, chance, rates, actions } = rule;
  const last = actions.at(-1);
  const isCertain = matchers.length === 1 && chance === undefined && rates.length === 0;
  return isCertain && last !== undefined && isRefusal(last) ? sourceLists(rule) : [];
}

function sourceLists({ matchers }: Rule): readonly string[] {
  return matchers.flatMap((matcher) =>
    matcher.kind === "address" &&
    matcher.side === "source" &&
    !matcher.negated &&
    matcher.operand.kind === "list"
      ? [matcher.operand.list]
      : [],
  );
}

function outlasts({ timeout: one }: AddAction, { timeout: other }: AddAction): boolean {
  return inMilliseconds(one) > inMilliseconds(other);
}

function inMilliseconds(timeout: Timeout): number {
  return timeout === "forever" ? Infinity : timeout.milliseconds;
}

function inWords(timeout: Timeout): string {
  return timeout === "forever" ? "never" : `after ${formatDuration(timeout)}`;
}
