import type {
  Action as ActionNode,
  AddressCondition,
  Condition,
  Rule as RuleNode,
  ServiceCondition,
  ServiceReference,
  VerdictAction,
} from "../ast/nodes.js";
import { noteOf } from "../ast/notes.js";
import { serviceNamed, type Symbols } from "../check/symbols.js";
import { rangeSet } from "../net/address-set.js";
import { type Chance, isCertain } from "../net/chance.js";
import { selectStates } from "../net/connection-state.js";
import type { Timeout } from "../net/duration.js";
import { type Family, familyOfLength } from "../net/family.js";
import { usualBurst } from "../net/rate.js";
import { formatService, type Service, service } from "../net/service.js";
import type { Span } from "../source/source-file.js";
import type { LowerContext } from "./lower-context.js";
import { lowerInterface } from "./lower-hook.js";
import type {
  Action,
  AddAction,
  Matcher,
  RateMatcher,
  Rule,
  ServiceMatcher,
  Side,
  Verdict,
} from "./ruleset.js";

/** The order of the matchers of a rule; RouterOS's own order of evaluation, as far as it has one. */
const matcherOrder: readonly Matcher["kind"][] = [
  "mac",
  "interface",
  "address",
  "length",
  "service",
  "flags",
  "state",
  "connections",
  "scan",
];

/** @param families those of the chain; a literal address narrows them to its own. */
export function lowerRule(
  context: LowerContext,
  rule: RuleNode,
  families: readonly Family[],
): Rule {
  const only = rule.conditions.flatMap(familyOf);
  return {
    families:
      only.length === 0
        ? families
        : families.filter((family) => only.every((one) => one === family)),
    matchers: inOrder(rule.conditions.flatMap((condition) => lowerCondition(context, condition))),
    chance: drawOf(rule.conditions),
    rates: ratesOf(rule.conditions),
    actions: rule.actions.map((action) => lowerAction(context.symbols, action)),
    origin: rule.span,
    note: noteOf(context.policy.trivia, rule),
  };
}

/** The only family that a condition can hold in, if there is one. */
function familyOf(condition: Condition): readonly Family[] {
  if (condition.kind === "address" && condition.operand.kind === "address") {
    return [condition.operand.range.family];
  }
  if (condition.kind === "connections" && condition.length !== undefined) {
    return [familyOfLength(condition.length.value)];
  }
  return [];
}

export function inOrder(matchers: readonly Matcher[]): readonly Matcher[] {
  if (matchers.length < 2) return matchers;
  const rank = (matcher: Matcher): number =>
    2 * matcherOrder.indexOf(matcher.kind) + (isOfTheWayOut(matcher) ? 1 : 0);
  return [...matchers].sort((a, b) => rank(a) - rank(b));
}

/** The source's comes before the destination's, and the interface a packet came by before the one it leaves by. */
function isOfTheWayOut(matcher: Matcher): boolean {
  if (matcher.kind === "address") return matcher.side === "destination";
  return matcher.kind === "interface" && matcher.direction === "out";
}

function drawOf(conditions: readonly Condition[]): Chance | undefined {
  const condition = conditions.find(({ kind }) => kind === "chance");
  return condition?.kind === "chance" ? drawUnlessCertain(condition.chance) : undefined;
}

export function drawUnlessCertain(chance: Chance): Chance | undefined {
  return isCertain(chance) ? undefined : chance;
}

/** The bucket of the whole rule before those for each key: RouterOS asks `limit` before `dst-limit`. */
function ratesOf(conditions: readonly Condition[]): readonly RateMatcher[] {
  const rates = conditions.filter((condition) => condition.kind === "rate");
  return [...rates]
    .sort((a, b) => a.per.length - b.per.length)
    .map(({ over, rate, burst, per, span }) => ({
      over,
      rate,
      burst: burst?.value ?? usualBurst,
      per,
      origin: span,
    }));
}

function lowerCondition(context: LowerContext, condition: Condition): readonly Matcher[] {
  switch (condition.kind) {
    case "state":
      return [{ kind: "state", states: selectStates(condition.states, condition.negated) }];
    case "service":
      return [lowerServices(context.symbols, condition)];
    case "address":
      return [lowerAddress(condition)];
    case "interface":
      return [lowerInterface(context, condition)];
    case "chance":
    case "rate":
      return [];
    case "connections": {
      const { above, per, length, span } = condition;
      return [
        { kind: "connections", above: above.value, per, length: length?.value, origin: span },
      ];
    }
    case "scan":
      return [{ kind: "scan", scan: condition.scan }];
    case "flags":
      return [{ kind: "flags", set: condition.set, unset: condition.unset }];
    case "length":
      return [{ kind: "length", range: condition.range }];
    case "mac":
      return [{ kind: "mac", negated: condition.negated, address: condition.address }];
  }
}

function lowerServices(symbols: Symbols, condition: ServiceCondition): ServiceMatcher {
  return serviceMatcher(symbols, condition.services, condition.negated);
}

/** The union of some services as one matcher. */
export function serviceMatcher(
  symbols: Symbols,
  references: readonly ServiceReference[],
  negated = false,
): ServiceMatcher {
  const terms = references.flatMap((reference) => termsOf(symbols, reference));
  const written = references.map(writtenAs).join(", ");
  return { kind: "service", negated, service: service(terms), written };
}

function termsOf(symbols: Symbols, reference: ServiceReference): Service {
  if (reference.kind === "term") return [reference.term];
  return serviceNamed(symbols, reference.text) ?? [];
}

function writtenAs(reference: ServiceReference): string {
  return reference.kind === "term" ? formatService([reference.term]) : reference.text;
}

function lowerAddress({ side, negated, operand }: AddressCondition): Matcher {
  return {
    kind: "address",
    side,
    negated,
    operand:
      operand.kind === "list"
        ? { kind: "list", list: operand.text }
        : { kind: "literal", addresses: rangeSet(operand.range) },
  };
}

function lowerAction(symbols: Symbols, action: ActionNode): Action {
  switch (action.kind) {
    case "accept":
    case "drop":
    case "tarpit":
    case "reject":
      return lowerVerdict(action);
    case "else":
      return { kind: "else", choices: action.choices.map(lowerVerdict) };
    case "return":
    case "count":
      return { kind: action.kind };
    case "jump":
      return { kind: "jump", chain: action.chain.text };
    case "log":
      return { kind: "log", prefix: action.prefix.text, origin: action.prefix.span };
    case "add":
      return lowerAdd(symbols, action.side, action.list.text, action.timeout, action.span);
  }
}

export function lowerVerdict(action: VerdictAction): Verdict {
  return action.kind === "reject"
    ? { kind: "reject", answer: action.answer ?? "port-unreachable" }
    : { kind: action.kind };
}

/** An add with its timeout: its own, or the list's. The check has seen to it that there is one. */
export function lowerAdd(
  symbols: Symbols,
  side: Side,
  list: string,
  own: { readonly timeout: Timeout; readonly span: Span } | undefined,
  span: Span,
): AddAction {
  const declared = symbols.lists.get(list);
  const inherited = declared?.timeout ?? "forever";
  const origin = own?.span ?? timeoutSpan(declared?.declaration) ?? span;
  return { kind: "add", side, list, timeout: own?.timeout ?? inherited, origin };
}

function timeoutSpan(
  declaration: { readonly timeout: { readonly span: Span } | undefined } | undefined,
): Span | undefined {
  return declaration?.timeout?.span;
}
