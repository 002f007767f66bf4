import type { Diagnostic } from "../../src/diagnostics/diagnostic.js";
import { report } from "../../src/diagnostics/report.js";
import type { Rule, Verdict } from "../../src/ir/ruleset.js";
import { availableVerdicts, endsInReturn, isReset } from "./actions.js";
import { scanOf } from "./lower-scan.js";

/** Actions that nft does not have, for some of the packets at least, or not behind these conditions. */
export function* impossibleActions(rule: Rule, target: string): Generator<Diagnostic> {
  const { actions, origin } = rule;
  for (const action of actions) {
    if (action.kind === "tarpit") yield* verdictFaults(rule, [action], target);
    else if (action.kind === "reject") yield* verdictFaults(rule, [action], target);
    else if (action.kind === "else") yield* verdictFaults(rule, action.choices, target);
  }
  if (scanOf(rule) !== undefined && endsInReturn(actions)) {
    const what = "`scan` and `return`";
    const help =
      "remember the source, and return in the rule after: `new scan -> add source to scanners`, `from scanners -> return`";
    yield report("SB5005", origin, { target, what }, { help });
  }
}

function* verdictFaults(
  rule: Rule,
  choices: readonly Verdict[],
  target: string,
): Generator<Diagnostic> {
  const available = availableVerdicts(choices);
  const last = available.at(-1);
  if (last === undefined) {
    const help = "say what there is instead: `tarpit else drop`";
    yield report("SB5010", rule.origin, { target, what: "`tarpit`" }, { help });
  } else if (isReset(last) && !isTcp(rule)) {
    const what = "TCP reset for packets that are not TCP";
    const help = "say what the others get: `reject with tcp-reset else reject`";
    yield report("SB5010", rule.origin, { target, what }, { help });
  }
}

function isTcp({ matchers }: Rule): boolean {
  return matchers.some(
    (matcher) =>
      matcher.kind === "flags" ||
      (matcher.kind === "service" &&
        !matcher.negated &&
        matcher.service.every(({ protocol }) => protocol === "tcp")),
  );
}
