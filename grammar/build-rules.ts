import type {
  AddressCondition,
  Condition,
  InterfaceCondition,
  Rule,
  ServiceCondition,
  StateCondition,
} from "../src/ast/nodes.js";
import { type ConnectionState, connectionStates } from "../src/net/connection-state.js";
import { buildAction } from "./build-actions.js";
import { type BuildContext, each, first } from "./build-context.js";
import { buildSpecialCondition } from "./build-matchers.js";
import { buildServiceReference } from "./build-services.js";
import { buildAddress, buildChance, buildName } from "./build-values.js";
import type {
  AddressConditionCstNode,
  ConditionCstNode,
  InterfaceConditionCstNode,
  RuleCstNode,
  WordConditionCstNode,
} from "./cst.js";

/**
 * A rule with all of it that could be read. One that lost a condition would match more than was meant, but
 * the loss was an error, and a policy with errors goes no further than the check of its names.
 */
export function buildRule(context: BuildContext, node: RuleCstNode): Rule {
  const built = context.rules.get(node);
  if (built !== undefined) return built;
  const conditions = each(node.children.condition, (child) => buildCondition(context, child));
  const actions = each(node.children.action, (child) => buildAction(context, child));
  return { kind: "rule", conditions, actions, span: context.nodeSpan(node) };
}

/** Builds a rule before the rest of the file is parsed, and lets its tree go: it is many times larger than the rule. */
export function buildRuleEarly(context: BuildContext, node: RuleCstNode): void {
  context.rules.set(node, buildRule(context, node));
  for (const children of Object.values(node.children)) children.length = 0;
}

function buildCondition(context: BuildContext, node: ConditionCstNode): Condition | undefined {
  const { children } = node;
  const chance = first(children.PercentText);
  if (chance !== undefined) return buildChance(context, chance);
  const address = first(children.addressCondition);
  if (address !== undefined) return buildAddressCondition(context, address);
  const nic = first(children.interfaceCondition);
  if (nic !== undefined) return buildInterfaceCondition(context, nic);
  const special = buildSpecialCondition(context, children);
  if (special !== undefined) return special;
  const words = first(children.wordCondition);
  if (words === undefined) return undefined;
  return words.children.serviceReference === undefined
    ? buildStateCondition(context, words)
    : buildServiceCondition(context, words);
}

function buildAddressCondition(
  context: BuildContext,
  node: AddressConditionCstNode,
): AddressCondition | undefined {
  const { children } = node;
  const literal = first(children.AddressText);
  const name = buildName(context, first(children.AnyName));
  const operand =
    literal === undefined
      ? name && { kind: "list" as const, ...name }
      : buildAddress(context, literal);
  return (
    operand && {
      kind: "address",
      side: children.WordFrom === undefined ? "destination" : "source",
      negated: children.Not !== undefined,
      operand,
      span: context.nodeSpan(node),
    }
  );
}

export function buildInterfaceCondition(
  context: BuildContext,
  node: InterfaceConditionCstNode,
): InterfaceCondition | undefined {
  const name = buildName(context, first(node.children.AnyName));
  return (
    name && {
      kind: "interface",
      direction: node.children.WordIn === undefined ? "out" : "in",
      negated: node.children.Not !== undefined,
      name,
      span: context.nodeSpan(node),
    }
  );
}

function buildStateCondition(context: BuildContext, node: WordConditionCstNode): StateCondition {
  return {
    kind: "state",
    negated: node.children.Not !== undefined,
    states: statesOf(node),
    span: context.nodeSpan(node),
  };
}

/** In the order written; the parse tree has them by kind. */
function statesOf({ children }: WordConditionCstNode): readonly ConnectionState[] {
  const kinds = [
    children.WordNew,
    children.WordEstablished,
    children.WordRelated,
    children.WordInvalid,
    children.WordUntracked,
  ];
  const tokens = kinds.flatMap((kind) => kind ?? []);
  if (tokens.length > 1) tokens.sort((a, b) => a.startOffset - b.startOffset);
  return each(tokens, ({ image }) => connectionStates.find((state) => state === image));
}

function buildServiceCondition(
  context: BuildContext,
  node: WordConditionCstNode,
): ServiceCondition | undefined {
  const services = each(node.children.serviceReference, (child) =>
    buildServiceReference(context, child),
  );
  if (services.length === 0) return undefined;
  return {
    kind: "service",
    negated: node.children.Not !== undefined,
    services,
    span: context.nodeSpan(node),
  };
}
