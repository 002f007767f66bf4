import type {
  Condition,
  ConnectionsCondition,
  FlagsCondition,
  LengthCondition,
  MacCondition,
  RateCondition,
  RateKey,
} from "../src/ast/nodes.js";
import { parseDuration } from "../src/net/duration.js";
import { type PortScan, usualPortScan } from "../src/net/port-scan.js";
import { parseRate } from "../src/net/rate.js";
import { tcpFlags } from "../src/net/tcp-flags.js";
import { type BuildContext, each, first } from "./build-context.js";
import { buildCount } from "./build-values.js";
import type {
  ConditionCstNode,
  ConnectionsConditionCstNode,
  FlagsConditionCstNode,
  LengthConditionCstNode,
  MacConditionCstNode,
  RateConditionCstNode,
  ScanConditionCstNode,
  TcpFlagCstNode,
} from "./cst.js";

/** The conditions that begin with a word of their own. */
export function buildSpecialCondition(
  context: BuildContext,
  children: ConditionCstNode["children"],
): Condition | undefined {
  const rate = first(children.rateCondition);
  if (rate !== undefined) return buildRate(context, rate);
  const connections = first(children.connectionsCondition);
  if (connections !== undefined) return buildConnections(context, connections);
  const scan = first(children.scanCondition);
  if (scan !== undefined) {
    return { kind: "scan", scan: buildPortScan(context, scan), span: context.nodeSpan(scan) };
  }
  const flags = first(children.flagsCondition);
  if (flags !== undefined) return buildFlags(context, flags);
  const length = first(children.lengthCondition);
  if (length !== undefined) return buildLength(context, length);
  const mac = first(children.macCondition);
  return mac && buildMac(context, mac);
}

function buildRate(context: BuildContext, node: RateConditionCstNode): RateCondition | undefined {
  const { children } = node;
  const token = first(children.RateText);
  if (token === undefined || token.isInsertedInRecovery === true) return undefined;
  const rate = parseRate(token.image);
  if (rate === undefined) {
    context.report("SB1015", context.tokenSpan(token), { text: token.image });
    return undefined;
  }
  for (const words of [children.WordSource, children.WordDestination]) {
    for (const again of words?.slice(1) ?? []) {
      const params = { what: `\`${again.image}\``, where: "condition" };
      context.report("SB2008", context.tokenSpan(again), params);
    }
  }
  const keys: RateKey[] = [];
  if (children.WordSource !== undefined) keys.push("source");
  if (children.WordDestination !== undefined) keys.push("destination");
  return {
    kind: "rate",
    over: children.WordOver !== undefined,
    rate,
    burst: buildCount(context, first(children.WholeNumber)),
    per: keys,
    span: context.nodeSpan(node),
  };
}

function buildConnections(
  context: BuildContext,
  node: ConnectionsConditionCstNode,
): ConnectionsCondition | undefined {
  const { children } = node;
  const [count, length] = children.WholeNumber ?? [];
  const above = buildCount(context, count);
  return (
    above && {
      kind: "connections",
      above,
      per: children.WordSource === undefined ? "destination" : "source",
      length: buildCount(context, length),
      span: context.nodeSpan(node),
    }
  );
}

/** The figures of a scan, or the usual ones. */
export function buildPortScan(context: BuildContext, node: ScanConditionCstNode): PortScan {
  const { children } = node;
  const [threshold, low, high] = (children.WholeNumber ?? []).map(({ image }) => Number(image));
  const delayToken = first(children.DurationText);
  if (
    threshold === undefined ||
    low === undefined ||
    high === undefined ||
    delayToken === undefined ||
    delayToken.isInsertedInRecovery === true
  ) {
    return usualPortScan;
  }
  const delay = parseDuration(delayToken.image);
  if (delay === undefined) {
    const why = "it comes to nothing, or has a unit that there is not";
    context.report("SB1009", context.tokenSpan(delayToken), { text: delayToken.image, why });
    return usualPortScan;
  }
  const bounds = [
    [1, heaviestScan],
    [0, heaviestPort],
    [0, heaviestPort],
  ] as const;
  for (const [index, token] of (children.WholeNumber ?? []).entries()) {
    const [least, most] = bounds[index] ?? [0, 0];
    const value = Number(token.image);
    if (value < least || value > most) {
      context.report("SB1014", context.tokenSpan(token), { text: token.image, least, most });
    }
  }
  if (low === 0 && high === 0) {
    const why = "ports that weigh nothing never come to the threshold";
    context.report("SB3001", context.nodeSpan(node), { why });
  }
  return { threshold, delay, low, high };
}

/** More than anybody needs. */
const heaviestScan = 10_000;
const heaviestPort = 1000;

function buildFlags(context: BuildContext, node: FlagsConditionCstNode): FlagsCondition {
  const named = (negated: boolean): FlagsCondition["set"] =>
    each(node.children.tcpFlag, (flag) =>
      (flag.children.Not !== undefined) === negated ? flagOf(flag) : undefined,
    );
  return { kind: "flags", set: named(false), unset: named(true), span: context.nodeSpan(node) };
}

function flagOf(node: TcpFlagCstNode): FlagsCondition["set"][number] | undefined {
  const image = first(node.children.TcpFlagWord)?.image;
  return tcpFlags.find((flag) => flag === image);
}

const longestPacket = 65_535;

function buildLength(
  context: BuildContext,
  node: LengthConditionCstNode,
): LengthCondition | undefined {
  const token = first(node.children.NumberRange) ?? first(node.children.WholeNumber);
  if (token === undefined || token.isInsertedInRecovery === true) return undefined;
  const [low = 0, high = low] = token.image.split("-").map(Number);
  if (low > high || high > longestPacket) {
    const params = { text: token.image, least: 0, most: longestPacket };
    context.report("SB1014", context.tokenSpan(token), params);
    return undefined;
  }
  return { kind: "length", range: { first: low, last: high }, span: context.nodeSpan(node) };
}

function buildMac(context: BuildContext, node: MacConditionCstNode): MacCondition | undefined {
  const token = first(node.children.AddressText);
  if (token === undefined || token.isInsertedInRecovery === true) return undefined;
  const address = token.image.toLowerCase();
  if (!/^[0-9a-f]{2}(?::[0-9a-f]{2}){5}$/u.test(address)) {
    context.report("SB1016", context.tokenSpan(token), { text: token.image });
    return undefined;
  }
  const negated = node.children.Not !== undefined;
  return { kind: "mac", negated, address, span: context.nodeSpan(node) };
}
