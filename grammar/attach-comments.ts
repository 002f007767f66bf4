import type { IToken } from "chevrotain";
import { commentedChildren } from "../src/ast/children.js";
import type { Comment, Commented, PolicyFile, Trivia } from "../src/ast/nodes.js";
import type { BuildContext } from "./build-context.js";

type Place = keyof Trivia;

interface MutableTrivia {
  leading: Comment[];
  trailing: Comment[];
  inner: Comment[];
}

/**
 * Gives every comment to the node it belongs to: to the one that ends before it on its line, else to the
 * next one inside the same braces, else to those braces. A comment inside a rule moves above the rule.
 */
export function attachComments(
  context: BuildContext,
  root: PolicyFile,
  tokens: readonly IToken[],
): ReadonlyMap<Commented, Trivia> {
  const table = new Map<Commented, MutableTrivia>();
  for (const token of tokens) {
    const span = context.tokenSpan(token);
    const comment = { text: token.image.trimEnd(), span, isNote: token.image.startsWith("##") };
    const { node, place } = home(context, root, comment);
    const trivia = table.get(node) ?? { leading: [], trailing: [], inner: [] };
    table.set(node, trivia);
    trivia[place].push(comment);
  }
  return table;
}

function home(
  context: BuildContext,
  container: Commented,
  comment: Comment,
): { node: Commented; place: Place } {
  const children = commentedChildren(container);
  const following = firstStartingAfter(children, comment.span.start);
  const before = children[following - 1];
  if (before !== undefined && before.span.end > comment.span.start) {
    return commentedChildren(before).length > 0 || hasBraces(before)
      ? home(context, before, comment)
      : { node: before, place: "leading" };
  }
  if (before !== undefined && onOneLine(context, before.span.end - 1, comment.span.start)) {
    return { node: before, place: "trailing" };
  }
  const next = children[following];
  if (next !== undefined) return { node: next, place: "leading" };
  return { node: container, place: "inner" };
}

function hasBraces(node: Commented): boolean {
  return (
    node.kind === "chain" ||
    node.kind === "ladder" ||
    node.kind === "interface" ||
    (node.kind === "list" && node.entries !== undefined)
  );
}

function firstStartingAfter(nodes: readonly Commented[], offset: number): number {
  let low = 0;
  let high = nodes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((nodes[middle]?.span.start ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

function onOneLine(context: BuildContext, first: number, second: number): boolean {
  const { lines } = context.file;
  return lines.positionAt(first).line === lines.positionAt(second).line;
}
