import type { ServiceMatcher } from "../../src/ir/ruleset.js";
import type { Family } from "../../src/net/family.js";
import { icmpNamed } from "../../src/net/icmp.js";
import { formatPorts, highestPort, type PortRange, type PortSet } from "../../src/net/ports.js";
import type { IcmpSelector, Protocol, ServiceTerm } from "../../src/net/service.js";
import type { Conditions } from "./model.js";
import { everything, noneOf, oneOf, type Selection } from "./selection.js";

/**
 * One rule tests one protocol and a bounded number of ports, so a service becomes a rule for each protocol and
 * each handful of ports. Of the negations only those of one protocol can be said directly.
 */
export function selectService(
  { service, negated }: ServiceMatcher,
  family: Family,
  portsPerRule: number,
): Selection {
  const alternatives = service.flatMap((term) => termConditions(term, family, portsPerRule));
  if (!negated) return oneOf(alternatives);
  const [alternative, ...more] = alternatives;
  if (alternative === undefined) return everything;
  if (alternative.protocol === undefined || more.length > 0) return noneOf(alternatives);
  const { protocol, "dst-port": ports, "icmp-options": types } = alternative;
  const otherProtocols = { protocol: `!${protocol}` };
  if (ports !== undefined) {
    return oneOf([{ protocol, "dst-port": `!${ports}` }, otherProtocols]);
  }
  if (types !== undefined) {
    return oneOf([{ protocol, "icmp-options": `!${types}` }, otherProtocols]);
  }
  return oneOf([otherProtocols]);
}

function termConditions(
  { protocol, ports, types }: ServiceTerm,
  family: Family,
  portsPerRule: number,
): readonly Conditions[] {
  const named = { protocol: protocolName(protocol, family) };
  if (types !== undefined) {
    return typesOf(types, family).map((options) => ({ ...named, "icmp-options": options }));
  }
  if (ports === undefined || isEveryPort(ports)) return [named];
  return handfuls(ports, portsPerRule).map((handful) => ({
    ...named,
    "dst-port": formatPorts(handful),
  }));
}

/**
 * As `icmp-options`, no two of which hold for one packet: a type with all its codes takes in each of them. A name
 * that the family does not have picks nothing there, and a number is IPv4's.
 */
function typesOf(selectors: readonly IcmpSelector[], family: Family): readonly string[] {
  const found = selectors.flatMap((selector) => {
    const type = typeof selector === "string" ? icmpNamed(selector, family) : selector;
    return type === undefined || (typeof selector !== "string" && family !== "ipv4") ? [] : [type];
  });
  const whole = new Set(found.filter(({ code }) => code === undefined).map(({ type }) => type));
  const texts = found.flatMap(({ type, code }) => {
    if (code === undefined) return [`${String(type)}:0-255`];
    return whole.has(type) ? [] : [`${String(type)}:${String(code)}`];
  });
  return [...new Set(texts)];
}

function isEveryPort([range]: PortSet): boolean {
  return range?.first === 0 && range.last === highestPort;
}

/** As many ports at a time as one rule holds; a range takes two places. */
function handfuls(ports: PortSet, places: number): readonly PortSet[] {
  const all: PortRange[][] = [];
  let free = 0;
  for (const range of ports) {
    const needed = range.first === range.last ? 1 : 2;
    if (needed > free) {
      all.push([]);
      free = places;
    }
    all.at(-1)?.push(range);
    free -= needed;
  }
  return all;
}

/** The names of RouterOS's `protocol` where they differ from those of the IANA registry. */
function protocolName(protocol: Protocol, family: Family): string {
  switch (protocol) {
    case "icmp":
      return family === "ipv4" ? "icmp" : "icmpv6";
    case "esp":
      return "ipsec-esp";
    case "ah":
      return "ipsec-ah";
    case "tcp":
    case "udp":
    case "igmp":
    case "gre":
    case "ospf":
    case "pim":
    case "vrrp":
    case "l2tp":
    case "sctp":
      return protocol;
  }
}
