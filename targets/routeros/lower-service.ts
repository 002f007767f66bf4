import type { ServiceMatcher } from "../../src/ir/ruleset.js";
import type { Family } from "../../src/net/family.js";
import { formatPorts, highestPort, type PortRange, type PortSet } from "../../src/net/ports.js";
import type { Protocol, ServiceTerm } from "../../src/net/service.js";
import type { Conditions } from "./model.js";
import { noneOf, oneOf, type Selection } from "./selection.js";

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
  if (alternative?.protocol === undefined || more.length > 0) return noneOf(alternatives);
  const { protocol, "dst-port": ports } = alternative;
  const otherProtocols = { protocol: `!${protocol}` };
  if (ports === undefined) return oneOf([otherProtocols]);
  return oneOf([{ protocol, "dst-port": `!${ports}` }, otherProtocols]);
}

function termConditions(
  { protocol, ports }: ServiceTerm,
  family: Family,
  portsPerRule: number,
): readonly Conditions[] {
  const named = { protocol: protocolName(protocol, family) };
  if (ports === undefined || isEveryPort(ports)) return [named];
  return handfuls(ports, portsPerRule).map((handful) => ({
    ...named,
    "dst-port": formatPorts(handful),
  }));
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
