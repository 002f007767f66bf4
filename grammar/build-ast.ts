import type {
  ChainStatement,
  FamilyChoice,
  Hook,
  HookPoint,
  InterfaceSpelling,
  InterfaceStatement,
  LadderStatement,
  ListStatement,
  Name,
  Place,
  ServiceStatement,
  Statement,
} from "../src/ast/nodes.js";
import { type BuildContext, each, first } from "./build-context.js";
import { buildLadderItem } from "./build-ladder.js";
import { buildInterfaceCondition, buildRule } from "./build-rules.js";
import { buildServiceReference } from "./build-services.js";
import { buildExpect } from "./build-expect.js";
import { whyNoAddress } from "../src/net/why-no-address.js";
import {
  buildAddress,
  buildCount,
  buildFamily,
  buildName,
  buildTextOf,
  buildTimeout,
} from "./build-values.js";
import type {
  ChainStatementCstNode,
  FamilyClauseCstNode,
  HookClauseCstNode,
  InterfaceSpellingCstNode,
  InterfaceStatementCstNode,
  LadderStatementCstNode,
  ListStatementCstNode,
  PlaceClauseCstNode,
  PolicyFileCstNode,
  ServiceStatementCstNode,
  StatementCstNode,
} from "./cst.js";

/** The statements that could be read. What could not is reported, by the parser or here. */
export function buildStatements(
  context: BuildContext,
  node: PolicyFileCstNode,
): readonly Statement[] {
  return each(node.children.statement, (statement) => buildStatement(context, statement));
}

function buildStatement(context: BuildContext, node: StatementCstNode): Statement | undefined {
  const { children } = node;
  const policy = first(children.policyStatement);
  if (policy !== undefined) {
    const name = buildName(context, first(policy.children.AnyName));
    return name && { kind: "policy", name, span: context.nodeSpan(node) };
  }
  const family = first(children.familyClause);
  if (family !== undefined) {
    return { kind: "family", family: buildFamily(context, family), span: context.nodeSpan(node) };
  }
  const include = first(children.includeStatement);
  if (include !== undefined) {
    const path = buildTextOf(context, include.children.QuotedText);
    return path && { kind: "include", path, span: context.nodeSpan(node) };
  }
  const nic = first(children.interfaceStatement);
  if (nic !== undefined) return buildInterface(context, nic);
  const service = first(children.serviceStatement);
  if (service !== undefined) return buildService(context, service);
  const list = first(children.listStatement);
  if (list !== undefined) return buildList(context, list);
  const chain = first(children.chainStatement);
  if (chain !== undefined) return buildChain(context, chain);
  const ladder = first(children.ladderStatement);
  if (ladder !== undefined) return buildLadder(context, ladder);
  const expect = first(children.expectStatement);
  return expect && buildExpect(context, expect);
}

function buildInterface(
  context: BuildContext,
  node: InterfaceStatementCstNode,
): InterfaceStatement | undefined {
  const name = buildName(context, first(node.children.AnyName));
  const spellings = each(node.children.interfaceSpelling, (child) => buildSpelling(context, child));
  return name && { kind: "interface", name, spellings, span: context.nodeSpan(node) };
}

function buildSpelling(
  context: BuildContext,
  node: InterfaceSpellingCstNode,
): InterfaceSpelling | undefined {
  const token = first(node.children.Identifier);
  const target = buildName(context, token);
  const names: readonly Name[] = each(node.children.AnyName, (child) => buildName(context, child));
  const ofLists = node.children.WordList !== undefined;
  return target && { kind: "spelling", target, ofLists, names, span: context.nodeSpan(node) };
}

function buildService(
  context: BuildContext,
  node: ServiceStatementCstNode,
): ServiceStatement | undefined {
  const name = buildName(context, first(node.children.AnyName));
  const parts = each(node.children.serviceReference, (child) =>
    buildServiceReference(context, child),
  );
  return name && { kind: "service", name, parts, span: context.nodeSpan(node) };
}

function buildList(context: BuildContext, node: ListStatementCstNode): ListStatement | undefined {
  const { children } = node;
  const name = buildName(context, first(children.AnyName));
  if (name === undefined) return undefined;
  const entriesNode = first(children.entries)?.children;
  for (const token of [...(entriesNode?.AnyName ?? []), ...(entriesNode?.WholeNumber ?? [])]) {
    const why = whyNoAddress(token.image, { error: "syntax" });
    context.report("SB1006", context.tokenSpan(token), { text: token.image, why });
  }
  return {
    kind: "list",
    name,
    timeout: buildTimeout(context, first(children.timeout)),
    max: buildCount(context, first(first(children.maxClause)?.children.WholeNumber)),
    per: buildCount(context, first(first(children.perClause)?.children.WholeNumber)),
    from: buildTextOf(context, children.QuotedText),
    entries:
      children.OpenBrace === undefined
        ? undefined
        : each(entriesNode?.AddressText, (token) => buildAddress(context, token)),
    span: context.nodeSpan(node),
  };
}

interface Header {
  readonly name: Name;
  readonly hook: Hook | undefined;
  readonly family: FamilyChoice | undefined;
  readonly place: Place | undefined;
}

function buildHeader(
  context: BuildContext,
  children: ChainStatementCstNode["children"] | LadderStatementCstNode["children"],
): Header | undefined {
  const name = buildName(context, first(children.AnyName));
  const hook = first(children.hookClause);
  const family = first(children.familyClause);
  reportRepeated(context, "`hook`", children.hookClause);
  reportRepeated(context, "`family`", children.familyClause);
  reportRepeated(context, "`place`", children.placeClause);
  const place = first(children.placeClause);
  return (
    name && {
      name,
      hook: hook && buildHook(context, hook),
      family: family && buildFamily(context, family),
      place: place && buildPlace(context, place),
    }
  );
}

function reportRepeated(
  context: BuildContext,
  what: string,
  clauses: readonly (HookClauseCstNode | FamilyClauseCstNode | PlaceClauseCstNode)[] | undefined,
): void {
  for (const again of clauses?.slice(1) ?? []) {
    context.report("SB2008", context.nodeSpan(again), { what, where: "header" });
  }
}

function buildPlace(context: BuildContext, node: PlaceClauseCstNode): Place | undefined {
  const { children } = node;
  const span = context.nodeSpan(node);
  if (children.WordFirst !== undefined) return { kind: "first", span };
  if (children.WordLast !== undefined) return { kind: "last", span };
  const comment = buildTextOf(context, children.QuotedText);
  return comment && { kind: "after", comment, span };
}

function buildHook(context: BuildContext, node: HookClauseCstNode): Hook {
  const { children } = node;
  const point: HookPoint =
    children.WordForward !== undefined
      ? "forward"
      : children.WordOutput !== undefined
        ? "output"
        : children.WordPrerouting !== undefined
          ? "prerouting"
          : "input";
  const interfaces = each(children.interfaceCondition, (child) =>
    buildInterfaceCondition(context, child),
  );
  return { point, interfaces, span: context.nodeSpan(node) };
}

function buildChain(
  context: BuildContext,
  node: ChainStatementCstNode,
): ChainStatement | undefined {
  const header = buildHeader(context, node.children);
  const rules = each(node.children.rule, (rule) => buildRule(context, rule));
  return header && { kind: "chain", ...header, rules, span: context.nodeSpan(node) };
}

function buildLadder(
  context: BuildContext,
  node: LadderStatementCstNode,
): LadderStatement | undefined {
  const header = buildHeader(context, node.children);
  const items = each(node.children.ladderItem, (item) => buildLadderItem(context, item));
  return header && { kind: "ladder", ...header, items, span: context.nodeSpan(node) };
}
