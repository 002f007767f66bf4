import type { Diagnostic } from "../../src/diagnostics/diagnostic.js";
import { report } from "../../src/diagnostics/report.js";
import type { HookPoint, Matcher, Rule } from "../../src/ir/ruleset.js";
import { connectionStates } from "../../src/net/connection-state.js";

/** Conditions that mean nothing where the rule's packets come from. */
export function* misplaced(
  rule: Rule,
  hooks: readonly HookPoint[],
  target: string,
): Generator<Diagnostic> {
  for (const matcher of rule.matchers) {
    if (hooks.includes("prerouting")) yield* beforeTracking(rule, matcher, target);
    if (hooks.includes("output") && matcher.kind === "mac") {
      const what = "the MAC address of the sender at `output`, where this host is the sender";
      const help = "hook the chain at `input`, `forward` or `prerouting`";
      yield report("SB5006", rule.origin, { target, what }, { help });
    }
  }
}

/** Priority `raw` comes before connection tracking, as RouterOS's raw table does. */
function* beforeTracking(rule: Rule, matcher: Matcher, target: string): Generator<Diagnostic> {
  const where = "at `prerouting`, which is before connection tracking";
  if (matcher.kind === "state" && matcher.states.length < connectionStates.length) {
    const what = `the connection state ${where}`;
    const help =
      "hook the chain at `input` or `forward`, or take the state out; `flags syn !ack` picks TCP packets that open a connection";
    yield report("SB5006", rule.origin, { target, what }, { help });
  }
  if (matcher.kind === "connections") {
    const help = "hook the chain at `input` or `forward`";
    yield report("SB5006", matcher.origin, { target, what: `\`conns\` ${where}` }, { help });
  }
}
