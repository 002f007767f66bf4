import type { Condition, FamilyChoice, PolicyFile, Rule } from "../../ast/nodes.js";
import type { Diagnostic, Label } from "../../diagnostics/diagnostic.js";
import { report } from "../../diagnostics/report.js";
import { type Family, familyName, familyOfLength } from "../../net/family.js";
import type { Span } from "../../source/source-file.js";
import type { Symbols } from "../symbols.js";

/** SB2009: an address or network in a place narrowed to the other family. SB2015: a rule with both families. */
export function* familyMismatch(policy: PolicyFile, symbols: Symbols): Generator<Diagnostic> {
  const whole = symbols.family?.family;
  for (const statement of policy.statements) {
    if (statement.kind === "list") {
      for (const entry of statement.entries ?? []) {
        const one: OfOneFamily = { family: entry.range.family, what: "address", span: entry.span };
        if (whole !== undefined) yield* outOfPlace(one, whole, "this policy");
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
  const params = { found: familyName(outside), what: "address", place: "this policy" } as const;
  yield report("SB2009", own.span, params, { labels: narrowedBy(whole) });
}

function* inRule(
  rule: Rule,
  chain: FamilyChoice | undefined,
  whole: FamilyChoice | undefined,
): Generator<Diagnostic> {
  const bound = rule.conditions.flatMap(ofOneFamily);
  for (const one of bound) {
    if (whole !== undefined) yield* outOfPlace(one, whole, "this policy");
    if (chain !== undefined) yield* outOfPlace(one, chain, "this chain");
  }
  const [first] = bound;
  const other = bound.find(({ family }) => family !== first?.family);
  if (first !== undefined && other !== undefined) {
    const labels = [{ span: first.span, text: `is ${familyName(first.family)}` }];
    const areAddresses = first.what === "address" && other.what === "address";
    const which = areAddresses
      ? "source and destination"
      : "an address and the networks of `conns`";
    yield report("SB2015", other.span, { which }, { labels });
  }
}

/** Part of a rule that is for one family only. */
interface OfOneFamily {
  readonly family: Family;
  readonly what: "address" | "network";
  readonly span: Span;
}

function ofOneFamily(condition: Condition): readonly OfOneFamily[] {
  if (condition.kind === "address" && condition.operand.kind === "address") {
    const { range, span } = condition.operand;
    return [{ family: range.family, what: "address", span }];
  }
  if (condition.kind === "connections" && condition.length !== undefined) {
    const { value, span } = condition.length;
    return [{ family: familyOfLength(value), what: "network", span }];
  }
  return [];
}

function* outOfPlace(
  { family, what, span }: OfOneFamily,
  allowed: FamilyChoice,
  place: string,
): Generator<Diagnostic> {
  if (allowed.families.includes(family)) return;
  const only = allowed.families.map(familyName).join(" and ");
  const params = { found: familyName(family), what, place: `${place}, which is ${only} only` };
  yield report("SB2009", span, params, { labels: narrowedBy(allowed) });
}

function narrowedBy(choice: FamilyChoice): readonly Label[] {
  return [{ span: choice.span, text: "narrowed here" }];
}
