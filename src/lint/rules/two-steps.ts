import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { report } from "../../diagnostics/report.js";
import {
  type AddAction,
  isTerminal,
  type Matcher,
  type Rule,
  type Ruleset,
} from "../../ir/ruleset.js";

/** SB4006: a packet is put on a list, and a later rule of the chain takes it on from there at once. */
export function* twoSteps(ruleset: Ruleset): Generator<Diagnostic> {
  for (const { rules } of ruleset.chains) {
    // The first rule that fills a list stands for the others: a chain of very many rules costs one pass.
    const fills = new Map<string, { readonly lower: Rule; readonly step: AddAction }>();
    for (const rule of rules) {
      for (const matcher of rule.matchers) {
        if (matcher.kind !== "address" || matcher.operand.kind !== "list") continue;
        const fill = fills.get(matcher.operand.list);
        if (fill === undefined) continue;
        const { lower, step } = fill;
        if (!leadsOn(rule, step) || !meetsToo(lower, rule, step)) continue;
        const labels = [{ span: lower.origin, text: `puts it on \`${step.list}\`` }];
        yield report("SB4006", rule.origin, { list: step.list }, { labels });
        break;
      }
      if (rule.actions.some(isTerminal)) continue;
      for (const action of rule.actions) {
        if (action.kind === "add" && !fills.has(action.list)) {
          fills.set(action.list, { lower: rule, step: action });
        }
      }
    }
  }
}

/** Whether a rule is a step from that list to another. */
function leadsOn({ matchers, actions }: Rule, { list, side }: AddAction): boolean {
  return (
    matchers.some((matcher) => isMember(matcher, list, side)) &&
    actions.some((action) => action.kind === "add" && action.list !== list)
  );
}

/**
 * Whether a packet that the lower rule puts on the list goes on to the upper one and may meet it: only what the lower
 * rule asks, or less of it, and nothing of what a list must not hold.
 */
function meetsToo(lower: Rule, upper: Rule, { list, side }: AddAction): boolean {
  if (!lower.families.some((family) => upper.families.includes(family))) return false;
  const asked = new Set(upper.matchers.map(keyOf));
  const known = new Set(lower.matchers.map(keyOf));
  return (
    lower.matchers.every((matcher) => asked.has(keyOf(matcher)) || ofList(matcher)) &&
    upper.matchers.every((matcher) => !isNegatedList(matcher) || known.has(keyOf(matcher))) &&
    !upper.matchers.some((matcher) => isNegatedList(matcher) && isAbout(matcher, list, side))
  );
}

function isMember(matcher: Matcher, list: string, side: AddAction["side"]): boolean {
  return ofList(matcher) && !isNegatedList(matcher) && isAbout(matcher, list, side);
}

function isAbout(matcher: Matcher, list: string, side: AddAction["side"]): boolean {
  return (
    matcher.kind === "address" &&
    matcher.side === side &&
    matcher.operand.kind === "list" &&
    matcher.operand.list === list
  );
}

function ofList(matcher: Matcher): boolean {
  return matcher.kind === "address" && matcher.operand.kind === "list";
}

function isNegatedList(matcher: Matcher): boolean {
  return ofList(matcher) && matcher.kind === "address" && matcher.negated;
}

/** The same for conditions that are the same; other than lists, only what a rule can be compared by. */
function keyOf(matcher: Matcher): string {
  switch (matcher.kind) {
    case "address":
      return matcher.operand.kind === "list"
        ? `${matcher.side} ${String(matcher.negated)} list ${matcher.operand.list}`
        : `${matcher.side} ${String(matcher.negated)} ${matcher.operand.addresses.ipv4.join()} ${matcher.operand.addresses.ipv6.join()}`;
    case "interface":
      return `${matcher.direction} ${String(matcher.negated)} ${matcher.interface.name}`;
    case "connections":
      return `connections ${String(matcher.above)} ${matcher.per} ${String(matcher.length)}`;
    case "service":
      return `service ${String(matcher.negated)} ${JSON.stringify(matcher.service)}`;
    case "mac":
    case "length":
    case "flags":
    case "state":
    case "scan":
      return JSON.stringify(matcher);
  }
}
