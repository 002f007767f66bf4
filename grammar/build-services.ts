import type { IToken } from "chevrotain";
import type { ServiceReference, ServiceTermNode } from "../src/ast/nodes.js";
import { nearest } from "../src/diagnostics/suggest.js";
import { icmpNames } from "../src/net/icmp.js";
import { highestPort, type PortRange, portSet } from "../src/net/ports.js";
import {
  type IcmpSelector,
  isOtherProtocol,
  otherProtocolNumbers,
  type Protocol,
} from "../src/net/service.js";
import { type BuildContext, each, first } from "./build-context.js";
import { buildName } from "./build-values.js";
import type { ServiceReferenceCstNode } from "./cst.js";

/** A service where one is used: `ssh` is a name, `tcp`, `tcp/22` and `proto gre` are literals. */
export function buildServiceReference(
  context: BuildContext,
  node: ServiceReferenceCstNode,
): ServiceReference | undefined {
  const token = first(node.children.ServiceWord);
  if (token === undefined || token.isInsertedInRecovery === true) return undefined;
  const isLiteral =
    node.children.WordProto !== undefined ||
    node.children.Slash !== undefined ||
    protocolsByName.has(token.image);
  if (isLiteral) return buildServiceTerm(context, node);
  const name = buildName(context, token);
  return name && { kind: "name", ...name };
}

const protocolsByName: ReadonlyMap<string, Protocol> = new Map<string, Protocol>([
  ["tcp", "tcp"],
  ["udp", "udp"],
  ["icmp", "icmp"],
]);

function buildServiceTerm(
  context: BuildContext,
  node: ServiceReferenceCstNode,
): ServiceTermNode | undefined {
  const token = first(node.children.ServiceWord);
  if (token === undefined || token.isInsertedInRecovery === true) return undefined;
  const span = context.nodeSpan(node);
  const name = token.image;
  const explicit = node.children.WordProto !== undefined;
  const protocol =
    protocolsByName.get(name) ?? (explicit && isOtherProtocol(name) ? name : undefined);
  if (protocol === undefined) {
    const known = Object.keys(otherProtocolNumbers).join(", ");
    context.report("SB2016", context.tokenSpan(token), { name, known });
    return undefined;
  }
  if (node.children.Slash === undefined) return { kind: "term", term: { protocol }, span };
  if (protocol === "icmp") {
    const types = each(selectorTokens(node), (type) => buildIcmpType(context, type));
    return types.length === 0 ? undefined : { kind: "term", term: { protocol, types }, span };
  }
  if (protocol !== "tcp" && protocol !== "udp") {
    context.report("SB2017", span, { name });
    return undefined;
  }
  const ranges = each(selectorTokens(node), (port) => buildPort(context, port));
  if (ranges.length === 0) return undefined;
  return { kind: "term", term: { protocol, ports: portSet(ranges) }, span };
}

/** What stands behind the slash, in the order written. */
function selectorTokens({ children }: ServiceReferenceCstNode): readonly IToken[] {
  const kinds = [
    children.WholeNumber,
    children.NumberRange,
    children.TypeAndCode,
    children.AnyName,
  ];
  return kinds.flatMap((kind) => kind ?? []).sort((a, b) => a.startOffset - b.startOffset);
}

const highestType = 255;

function buildIcmpType(context: BuildContext, token: IToken): IcmpSelector | undefined {
  if (token.isInsertedInRecovery === true) return undefined;
  if (icmpNames.includes(token.image)) return token.image;
  const [type, code] = token.image.split(":").map(Number);
  if (type !== undefined && type <= highestType && (code ?? 0) <= highestType) {
    return code === undefined ? { type } : { type, code };
  }
  const span = context.tokenSpan(token);
  const meant = nearest(token.image, icmpNames);
  const suggestion = meant === undefined ? undefined : { span, replacement: meant };
  context.report("SB1017", span, { text: token.image, known: icmpNames.join(", ") }, suggestion);
  return undefined;
}

function buildPort(context: BuildContext, token: IToken): PortRange | undefined {
  if (token.isInsertedInRecovery === true) return undefined;
  const span = context.tokenSpan(token);
  const text = token.image;
  if (!/^\d+(?:-\d+)?$/u.test(text)) {
    context.report("SB1008", span, { text, why: "it is not a number" });
    return undefined;
  }
  const [firstPort = 0, lastPort = firstPort] = text.split("-").map(Number);
  if (firstPort > highestPort || lastPort > highestPort) {
    context.report("SB1008", span, { text, why: "the highest port is 65535" });
    return undefined;
  }
  if (firstPort > lastPort) {
    const replacement = `${String(lastPort)}-${String(firstPort)}`;
    context.report(
      "SB1008",
      span,
      { text, why: "the range ends before it starts" },
      { span, replacement },
    );
    return undefined;
  }
  return { first: firstPort, last: lastPort };
}
