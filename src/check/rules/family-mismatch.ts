import type { FamilyChoice, PolicyFile, Rule } from "../../ast/nodes.js";
import type { Diagnostic, Label } from "../../diagnostics/diagnostic.js";
import { report } from "../../diagnostics/report.js";
import { familyName } from "../../net/family.js";
import type { Symbols } from "../symbols.js";

/** SB2009: an address in a place narrowed to the other family. SB2015: a rule with both families. */
export function* familyMismatch(policy: PolicyFile, symbols: Symbols): Generator<Diagnostic> {
  const whole = symbols.family?.family;
  for (const statement of policy.statements) {
    if (statement.kind === "list") {
      for (const entry of statement.entries ?? []) {
        if (whole !== undefined) yield* outOfPlace(entry, whole, "this policy");
      }
    }
    if (statement.kind === "chain" || statement.kind === "ladder") {
      if (whole !== undefined && statement.family !== undefined) {
        yield* wider(statement.family, whole);
      }
    }
    if (statement.kind === "chain") {
      for (const rule of statement.rules) yield* inRule(rule, statement.family, whole);
    }
  }
}

function* wider(own: FamilyChoice, whole: FamilyChoice): Generator<Diagnostic> {
  const outside = own.families.find((family) => !whole.families.includes(family));
  if (outside === undefined || own.families.length === 2) return;
  const params = { found: familyName(outside), place: "this policy" };
  yield report("SB2009", own.span, params, { labels: narrowedBy(whole) });
}

function* inRule(
  rule: Rule,
  chain: FamilyChoice | undefined,
  whole: FamilyChoice | undefined,
): Generator<Diagnostic> {
  const literals = rule.conditions.flatMap((condition) =>
    condition.kind === "address" && condition.operand.kind === "address" ? [condition.operand] : [],
  );
  for (const literal of literals) {
    if (whole !== undefined) yield* outOfPlace(literal, whole, "this policy");
    if (chain !== undefined) yield* outOfPlace(literal, chain, "this chain");
  }
  const [first, second] = literals;
  if (first !== undefined && second !== undefined && first.range.family !== second.range.family) {
    const labels = [{ span: first.span, text: `is ${familyName(first.range.family)}` }];
    yield report("SB2015", second.span, {}, { labels });
  }
}

function* outOfPlace(
  literal: { readonly range: { readonly family: "ipv4" | "ipv6" }; readonly span: Label["span"] },
  allowed: FamilyChoice,
  place: string,
): Generator<Diagnostic> {
  if (allowed.families.includes(literal.range.family)) return;
  const only = allowed.families.map(familyName).join(" and ");
  const params = {
    found: familyName(literal.range.family),
    place: `${place}, which is ${only} only`,
  };
  yield report("SB2009", literal.span, params, { labels: narrowedBy(allowed) });
}

function narrowedBy(choice: FamilyChoice): readonly Label[] {
  return [{ span: choice.span, text: "narrowed here" }];
}
