import type {
  BinItem,
  ExemptItem,
  IgnoreItem,
  LadderItem,
  OddsItem,
  OddsSubject,
  Rung,
  RungsItem,
  ServiceReference,
  TrapItem,
} from "../src/ast/nodes.js";
import { type BuildContext, each, first } from "./build-context.js";
import { buildJump, buildVerdict } from "./build-actions.js";
import { buildPortScan } from "./build-matchers.js";
import { buildServiceReference } from "./build-services.js";
import { buildChance, buildName, buildTextOf, buildTimeout } from "./build-values.js";
import type {
  BinItemCstNode,
  ExemptItemCstNode,
  LadderItemCstNode,
  OddsItemCstNode,
  RungCstNode,
  RungsItemCstNode,
  ServiceReferenceCstNode,
} from "./cst.js";

export function buildLadderItem(
  context: BuildContext,
  node: LadderItemCstNode,
): LadderItem | undefined {
  const { children } = node;
  const exempt = first(children.exemptItem);
  if (exempt !== undefined) return buildExempt(context, exempt);
  const ignore = first(children.ignoreItem);
  if (ignore !== undefined) {
    return buildServices(context, node, "ignore", ignore.children.serviceReference);
  }
  const trap = first(children.trapItem);
  if (trap !== undefined)
    return buildServices(context, node, "trap", trap.children.serviceReference);
  const rungs = first(children.rungsItem);
  if (rungs !== undefined) return buildRungs(context, rungs);
  const bin = first(children.binItem);
  if (bin !== undefined) return buildBin(context, bin);
  const scan = first(children.scanCondition);
  if (scan !== undefined) {
    return { kind: "scan", scan: buildPortScan(context, scan), span: context.nodeSpan(node) };
  }
  const odds = first(children.oddsItem);
  return odds && buildOdds(context, odds);
}

function buildExempt(context: BuildContext, node: ExemptItemCstNode): ExemptItem {
  const lists = each(node.children.AnyName, (name) => buildName(context, name));
  return { kind: "exempt", lists, span: context.nodeSpan(node) };
}

function buildServices(
  context: BuildContext,
  node: LadderItemCstNode,
  kind: "ignore" | "trap",
  references: readonly ServiceReferenceCstNode[] | undefined,
): IgnoreItem | TrapItem {
  const services: readonly ServiceReference[] = each(references, (child) =>
    buildServiceReference(context, child),
  );
  return { kind, services, span: context.nodeSpan(node) };
}

function buildRungs(context: BuildContext, node: RungsItemCstNode): RungsItem {
  const rungs = each(node.children.rung, (rung) => buildRung(context, rung));
  return { kind: "rungs", rungs, span: context.nodeSpan(node) };
}

function buildRung(context: BuildContext, node: RungCstNode): Rung | undefined {
  const list = buildName(context, first(node.children.AnyName));
  const timeout = buildTimeout(context, first(node.children.timeout));
  return list && { list, timeout, span: context.nodeSpan(node) };
}

function buildBin(context: BuildContext, node: BinItemCstNode): BinItem | undefined {
  const { children } = node;
  const rungNode = first(children.rung);
  const bin = rungNode && buildRung(context, rungNode);
  const log = first(children.logAction);
  const verdict = first(children.verdictAction);
  const jump = first(children.jumpAction);
  return (
    bin && {
      kind: "bin",
      bin,
      early: children.WordEarly !== undefined,
      log: log && buildTextOf(context, log.children.QuotedText),
      action:
        verdict === undefined ? jump && buildJump(context, jump) : buildVerdict(context, verdict),
      span: context.nodeSpan(node),
    }
  );
}

function buildOdds(context: BuildContext, node: OddsItemCstNode): OddsItem | undefined {
  const { children } = node;
  const chances = each(children.PercentText, (token) => buildChance(context, token));
  const subject = buildOddsSubject(context, node);
  if (subject === undefined || chances.length < (children.PercentText?.length ?? 0))
    return undefined;
  return { kind: "odds", subject, chances, span: context.nodeSpan(node) };
}

function buildOddsSubject(context: BuildContext, node: OddsItemCstNode): OddsSubject | undefined {
  const { children } = node;
  const any = first(children.WordAny);
  if (any !== undefined) return { kind: "any", span: context.tokenSpan(any) };
  const other = first(children.WordOther);
  if (other !== undefined) return { kind: "other", span: context.tokenSpan(other) };
  const reference = first(children.serviceReference);
  return reference && buildServiceReference(context, reference);
}
