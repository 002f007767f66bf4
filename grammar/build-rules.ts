import type { IToken } from "chevrotain";
import type {
  Action,
  AddAction,
  AddressCondition,
  Condition,
  InterfaceCondition,
  JumpAction,
  LogAction,
  Rule,
  ServiceCondition,
  StateCondition,
} from "../src/ast/nodes.js";
import { type ConnectionState, connectionStates } from "../src/net/connection-state.js";
import { nearest } from "../src/diagnostics/suggest.js";
import { actionWords } from "./action-words.js";
import { type BuildContext, each, first } from "./build-context.js";
import { buildServiceReference } from "./build-services.js";
import { buildAddress, buildChance, buildName, buildText, buildTimeout } from "./build-values.js";
import type {
  ActionCstNode,
  AddActionCstNode,
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
  const conditions = each(node.children.condition, (child) => buildCondition(context, child));
  const actions = each(node.children.action, (child) => buildAction(context, child));
  return { kind: "rule", conditions, actions, span: context.nodeSpan(node) };
}

function buildCondition(context: BuildContext, node: ConditionCstNode): Condition | undefined {
  const { children } = node;
  const chance = first(children.PercentText);
  if (chance !== undefined) return buildChance(context, chance);
  const address = first(children.addressCondition);
  if (address !== undefined) return buildAddressCondition(context, address);
  const nic = first(children.interfaceCondition);
  if (nic !== undefined) return buildInterfaceCondition(context, nic);
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

function buildAction(context: BuildContext, node: ActionCstNode): Action | undefined {
  const { children } = node;
  const span = context.nodeSpan(node);
  if (children.WordAccept !== undefined) return { kind: "accept", span };
  if (children.WordDrop !== undefined) return { kind: "drop", span };
  if (children.WordReturn !== undefined) return { kind: "return", span };
  if (children.WordCount !== undefined) return { kind: "count", span };
  if (children.WordLog !== undefined) return buildLog(context, node);
  if (children.WordJump !== undefined) return buildJump(context, node, first(children.AnyName));
  const add = first(children.addAction);
  if (add !== undefined) return buildAdd(context, add);
  const unknown = first(children.Identifier);
  if (unknown !== undefined) reportUnknownAction(context, unknown);
  return undefined;
}

function reportUnknownAction(context: BuildContext, token: IToken): void {
  const span = context.tokenSpan(token);
  const meant = nearest(token.image, actionWords);
  const suggestion = meant === undefined ? undefined : { span, replacement: meant };
  const expected = `an action (${actionWords.join(", ")})`;
  context.report("SB1003", span, { expected, found: `\`${token.image}\`` }, suggestion);
}

function buildLog(context: BuildContext, node: ActionCstNode): LogAction | undefined {
  const token = first(node.children.QuotedText);
  if (token === undefined || token.isInsertedInRecovery === true) return undefined;
  return { kind: "log", prefix: buildText(context, token), span: context.nodeSpan(node) };
}

export function buildJump(
  context: BuildContext,
  node: { readonly location?: { readonly startOffset: number } },
  nameToken: IToken | undefined,
): JumpAction | undefined {
  const chain = buildName(context, nameToken);
  if (chain === undefined) return undefined;
  const start = node.location?.startOffset ?? chain.span.start;
  return { kind: "jump", chain, span: { ...chain.span, start } };
}

function buildAdd(context: BuildContext, node: AddActionCstNode): AddAction | undefined {
  const { children } = node;
  const list = buildName(context, first(children.AnyName));
  const timeout = buildTimeout(context, first(children.timeout));
  if (list === undefined || (timeout === undefined && children.WordFor !== undefined)) {
    return undefined;
  }
  return {
    kind: "add",
    side: children.WordSource === undefined ? "destination" : "source",
    list,
    timeout,
    span: context.nodeSpan(node),
  };
}
