import type { IToken } from "chevrotain";
import type {
  Action,
  AddAction,
  ElseAction,
  JumpAction,
  LogAction,
  VerdictAction,
} from "../src/ast/nodes.js";
import { nearest } from "../src/diagnostics/suggest.js";
import { rejectAnswers } from "../src/net/reject.js";
import { actionWords } from "./action-words.js";
import { type BuildContext, each, first } from "./build-context.js";
import { buildName, buildTextOf, buildTimeout } from "./build-values.js";
import type {
  ActionCstNode,
  AddActionCstNode,
  JumpActionCstNode,
  LogActionCstNode,
  VerdictActionCstNode,
  VerdictCstNode,
} from "./cst.js";

export function buildAction(context: BuildContext, node: ActionCstNode): Action | undefined {
  const { children } = node;
  if (children.WordReturn !== undefined) return { kind: "return", span: context.nodeSpan(node) };
  if (children.WordCount !== undefined) return { kind: "count", span: context.nodeSpan(node) };
  const verdict = first(children.verdictAction);
  if (verdict !== undefined) return buildVerdict(context, verdict);
  const add = first(children.addAction);
  if (add !== undefined) return buildAdd(context, add);
  const log = first(children.logAction);
  if (log !== undefined) return buildLog(context, log);
  const jump = first(children.jumpAction);
  if (jump !== undefined) return buildJump(context, jump);
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

/** One verdict, or several to choose from. */
export function buildVerdict(
  context: BuildContext,
  node: VerdictActionCstNode,
): VerdictAction | ElseAction | undefined {
  const choices = each(node.children.verdict, (verdict) => buildPlainVerdict(context, verdict));
  const [only] = choices;
  return choices.length > 1 ? { kind: "else", choices, span: context.nodeSpan(node) } : only;
}

function buildPlainVerdict(context: BuildContext, node: VerdictCstNode): VerdictAction | undefined {
  const { children } = node;
  const span = context.nodeSpan(node);
  if (children.WordAccept !== undefined) return { kind: "accept", span };
  if (children.WordDrop !== undefined) return { kind: "drop", span };
  if (children.WordTarpit !== undefined) return { kind: "tarpit", span };
  if (children.WordReject === undefined) return undefined;
  const token = first(children.AnyName);
  if (token === undefined) return { kind: "reject", answer: undefined, span };
  if (token.isInsertedInRecovery === true) return undefined;
  const answer = rejectAnswers.find((known) => known === token.image);
  if (answer !== undefined) return { kind: "reject", answer, span };
  const place = context.tokenSpan(token);
  const meant = nearest(token.image, rejectAnswers);
  const suggestion = meant === undefined ? undefined : { span: place, replacement: meant };
  const params = { name: token.image, known: rejectAnswers.join(", ") };
  context.report("SB2019", place, params, suggestion);
  return undefined;
}

function buildLog(context: BuildContext, node: LogActionCstNode): LogAction | undefined {
  const prefix = buildTextOf(context, node.children.QuotedText);
  return prefix && { kind: "log", prefix, span: context.nodeSpan(node) };
}

export function buildJump(context: BuildContext, node: JumpActionCstNode): JumpAction | undefined {
  const chain = buildName(context, first(node.children.AnyName));
  return chain && { kind: "jump", chain, span: context.nodeSpan(node) };
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
