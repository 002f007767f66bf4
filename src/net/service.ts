import type { IcmpType } from "./icmp.js";
import { formatPorts, type PortSet, portSet } from "./ports.js";

/** A protocol as the language names it; `icmp` is ICMP under IPv4 and ICMPv6 under IPv6. */
export type Protocol = "tcp" | "udp" | "icmp" | OtherProtocol;

/** Protocols that need `proto`; the names are those of the IANA registry as Linux spells them. */
export type OtherProtocol = keyof typeof otherProtocolNumbers;

/** IANA protocol numbers, for the protocols that every target can name. */
export const otherProtocolNumbers = {
  igmp: 2,
  gre: 47,
  esp: 50,
  ah: 51,
  ospf: 89,
  pim: 103,
  vrrp: 112,
  l2tp: 115,
  sctp: 132,
} as const;

export function isOtherProtocol(text: string): text is OtherProtocol {
  return Object.hasOwn(otherProtocolNumbers, text);
}

/** One protocol, and its destination ports where it has them; no ports means any. */
export interface ServiceTerm {
  readonly protocol: Protocol;
  readonly ports?: PortSet;
  /** ICMP types, for `icmp`; none means any. */
  readonly types?: readonly IcmpSelector[];
}

/** A name means what each family calls so; a number is IPv4's. */
export type IcmpSelector = string | IcmpType;

/** What a service stands for: any of the terms. At most one term a protocol, in canonical order. */
export type Service = readonly ServiceTerm[];

const protocolOrder: readonly string[] = [
  "tcp",
  "udp",
  "icmp",
  ...Object.keys(otherProtocolNumbers),
];

/** The union of the terms: ports of one protocol are merged, `tcp` swallows `tcp/22`. */
export function service(terms: Iterable<ServiceTerm>): Service {
  const all = [...terms];
  const [only] = all;
  if (only !== undefined && all.length === 1) return all;
  const byProtocol = new Map<Protocol, ServiceTerm>();
  for (const term of all) {
    const known = byProtocol.get(term.protocol);
    byProtocol.set(term.protocol, known === undefined ? term : union(known, term));
  }
  return [...byProtocol.values()].sort(
    (a, b) => protocolOrder.indexOf(a.protocol) - protocolOrder.indexOf(b.protocol),
  );
}

/** Two terms of one protocol; without ports or types a term is the whole protocol. */
function union(a: ServiceTerm, b: ServiceTerm): ServiceTerm {
  const { protocol } = a;
  if (a.ports !== undefined && b.ports !== undefined) {
    return { protocol, ports: portSet([...a.ports, ...b.ports]) };
  }
  if (a.types !== undefined && b.types !== undefined) {
    const texts = new Map([...a.types, ...b.types].map((type) => [formatIcmp(type), type]));
    return { protocol, types: [...texts.values()] };
  }
  return { protocol };
}

/** `echo-request`, `8`, `8:0`. */
export function formatIcmp(selector: IcmpSelector): string {
  if (typeof selector === "string") return selector;
  const { type, code } = selector;
  return code === undefined ? String(type) : `${String(type)}:${String(code)}`;
}

/** `tcp/22`, `tcp/{80,443}, udp/443`, `proto gre`: as the language writes it. */
export function formatService(terms: Service): string {
  return terms.map(formatServiceTerm).join(", ");
}

function formatServiceTerm(term: ServiceTerm): string {
  const name = isOtherProtocol(term.protocol) ? `proto ${term.protocol}` : term.protocol;
  const ports =
    term.types === undefined ? formatPorts(term.ports ?? []) : term.types.map(formatIcmp).join(",");
  if (ports === "") return name;
  return ports.includes(",") ? `${name}/{${ports}}` : `${name}/${ports}`;
}
