import type { ServiceMatcher } from "../../src/ir/ruleset.js";
import type { Family } from "../../src/net/family.js";
import { formatPorts, highestPort, type PortSet } from "../../src/net/ports.js";
import { otherProtocolNumbers, type Protocol, type ServiceTerm } from "../../src/net/service.js";
import type { Match } from "./model.js";

/** Several ways to match that exclude each other, each a conjunction; none is "never". */
export type Alternatives = readonly (readonly Match[])[];

/** Whether the matcher means different protocols under IPv4 and IPv6. */
export function isFamilyBound({ service }: ServiceMatcher): boolean {
  return service.some(({ protocol }) => protocol === "icmp");
}

/** @param family undefined for a service that is the same in both */
export function serviceAlternatives(
  { service, negated }: ServiceMatcher,
  family: Family | undefined,
): Alternatives {
  const terms = service.map((term) => termOf(term, family));
  return negated ? outside(terms) : inside(terms);
}

interface Term {
  readonly protocol: string;
  /** Undefined is any port, or a protocol without ports. */
  readonly ports: PortSet | undefined;
}

interface PortTerm extends Term {
  readonly ports: PortSet;
}

function termOf({ protocol, ports }: ServiceTerm, family: Family | undefined): Term {
  const all = ports?.some(({ first, last }) => first === 0 && last === highestPort) ?? true;
  return { protocol: protocolName(protocol, family), ports: all ? undefined : ports };
}

/** Keywords where nft has one; else the number, which needs no /etc/protocols where it is loaded. */
function protocolName(protocol: Protocol, family: Family | undefined): string {
  if (protocol === "icmp") return family === "ipv6" ? "icmpv6" : "icmp";
  if (protocol === "tcp" || protocol === "udp") return protocol;
  return String(otherProtocolNumbers[protocol]);
}

function hasPorts(term: Term): term is PortTerm {
  return term.ports !== undefined;
}

function inside(terms: readonly Term[]): Alternatives {
  const alternatives: (readonly Match[])[] = [];
  const withPorts = terms.filter(hasPorts);
  const [first] = withPorts;
  if (first !== undefined) alternatives.push([portsMatch(first, withPorts)]);
  const whole = terms.filter((term) => !hasPorts(term)).map(({ protocol }) => protocol);
  if (whole.length > 0) {
    alternatives.push([{ kind: "protocols", negated: false, protocols: whole }]);
  }
  return alternatives;
}

function portsMatch(first: PortTerm, terms: readonly PortTerm[]): Match {
  const { protocol, ports } = first;
  if (terms.length === 1) return { kind: "ports", protocol, negated: false, ports };
  if (terms.every((term) => formatPorts(term.ports) === formatPorts(ports))) {
    const protocols = terms.map((term) => term.protocol);
    return { kind: "shared-ports", protocols, ports };
  }
  const pairs = terms.flatMap((term) =>
    term.ports.map((range) => ({ protocol: term.protocol, range })),
  );
  return { kind: "protocol-ports", pairs };
}

/**
 * Every other protocol, then the other ports of each protocol that has some. One test of protocol and port
 * together would fail on packets too short to have a port, and let them through as if they were inside.
 */
function outside(terms: readonly Term[]): Alternatives {
  const protocols = terms.map(({ protocol }) => protocol);
  return [
    [{ kind: "protocols", negated: true, protocols }],
    ...terms
      .filter(hasPorts)
      .map(({ protocol, ports }): readonly Match[] => [
        { kind: "ports", protocol, negated: true, ports },
      ]),
  ];
}
