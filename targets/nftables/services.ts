import type { ServiceMatcher } from "../../src/ir/ruleset.js";
import type { Family } from "../../src/net/family.js";
import { type IcmpType, icmpNamed } from "../../src/net/icmp.js";
import { formatPorts, highestPort, type PortSet } from "../../src/net/ports.js";
import {
  formatIcmp,
  type IcmpSelector,
  otherProtocolNumbers,
  type Protocol,
  type ServiceTerm,
} from "../../src/net/service.js";
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
  const terms = service.map((term) => termOf(term, family)).filter((term) => !isNothing(term));
  if (negated) return terms.length === 0 ? [[]] : outside(terms);
  return inside(terms);
}

interface Term {
  readonly protocol: string;
  /** Undefined is any port, or a protocol without ports. */
  readonly ports: PortSet | undefined;
  /** Undefined is any type, or a protocol without types. */
  readonly icmp: { readonly family: Family; readonly types: readonly IcmpType[] } | undefined;
}

interface PortTerm extends Term {
  readonly ports: PortSet;
}

function termOf({ protocol, ports, types }: ServiceTerm, family: Family | undefined): Term {
  const all = ports?.some(({ first, last }) => first === 0 && last === highestPort) ?? true;
  return {
    protocol: protocolName(protocol, family),
    ports: all ? undefined : ports,
    icmp: types && family && { family, types: typesIn(types, family) },
  };
}

/** A type of the other family alone, so that no packet of this one has it. */
function isNothing({ icmp }: Term): boolean {
  return icmp?.types.length === 0;
}

/** Numbers are those of IPv4. A code is left out where the whole type is meant as well. */
function typesIn(selectors: readonly IcmpSelector[], family: Family): readonly IcmpType[] {
  const types = selectors.flatMap((selector) => {
    if (typeof selector !== "string") return family === "ipv4" ? [selector] : [];
    return icmpNamed(selector, family) ?? [];
  });
  const whole = types.filter(({ code }) => code === undefined).map(({ type }) => type);
  const coded = types.filter(({ type, code }) => code === undefined || !whole.includes(type));
  return [...new Map(coded.map((type) => [formatIcmp(type), type])).values()];
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
  for (const { icmp } of terms)
    if (icmp !== undefined) alternatives.push([typesMatch(icmp, false)]);
  const whole = terms
    .filter((term) => !hasPorts(term) && term.icmp === undefined)
    .map(({ protocol }) => protocol);
  if (whole.length > 0) {
    alternatives.push([{ kind: "protocols", negated: false, protocols: whole }]);
  }
  return alternatives;
}

function typesMatch(icmp: NonNullable<Term["icmp"]>, negated: boolean): Match {
  return { kind: "icmp", family: icmp.family, negated, types: icmp.types };
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
 * Every other protocol, then the other ports or types of each protocol that has some. One test of protocol and port
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
    ...terms.flatMap(({ icmp }) => (icmp === undefined ? [] : [[typesMatch(icmp, true)]])),
  ];
}
