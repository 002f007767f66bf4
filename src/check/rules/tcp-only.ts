import type { PolicyFile, Rule, VerdictAction } from "../../ast/nodes.js";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { report } from "../../diagnostics/report.js";
import { serviceNamed, type Symbols } from "../symbols.js";

/** SB2026: a TCP reset for packets that are not all TCP. SB3001: flags of a packet that is no TCP. */
export function* tcpOnly(policy: PolicyFile, symbols: Symbols): Generator<Diagnostic> {
  for (const statement of policy.statements) {
    if (statement.kind !== "chain") continue;
    for (const rule of statement.rules) {
      yield* resets(rule, symbols);
      yield* flags(rule, symbols);
    }
  }
}

function* resets(rule: Rule, symbols: Symbols): Generator<Diagnostic> {
  for (const action of rule.actions) {
    // Of several to choose from the last one must do for every packet.
    const last: VerdictAction | undefined =
      action.kind === "else"
        ? action.choices.at(-1)
        : action.kind === "reject"
          ? action
          : undefined;
    if (last?.kind !== "reject" || last.answer !== "tcp-reset") continue;
    const hasFlags = rule.conditions.some(({ kind }) => kind === "flags");
    if (!hasFlags && protocolsOf(rule, symbols) !== "tcp") yield report("SB2026", last.span, {});
  }
}

function* flags(rule: Rule, symbols: Symbols): Generator<Diagnostic> {
  const condition = rule.conditions.find(({ kind }) => kind === "flags");
  if (condition === undefined || protocolsOf(rule, symbols) !== "other") return;
  const why = "only TCP has flags, and the rule is for other protocols";
  yield report("SB3001", condition.span, { why });
}

/** Whether a rule's services are TCP alone, without TCP, or neither of the two. */
function protocolsOf(rule: Rule, symbols: Symbols): "tcp" | "other" | "both" {
  for (const condition of rule.conditions) {
    if (condition.kind !== "service" || condition.negated) continue;
    const protocols = condition.services.flatMap((reference) =>
      reference.kind === "term"
        ? [reference.term.protocol]
        : (serviceNamed(symbols, reference.text) ?? []).map(({ protocol }) => protocol),
    );
    if (protocols.every((protocol) => protocol === "tcp")) return "tcp";
    return protocols.includes("tcp") ? "both" : "other";
  }
  return "both";
}
