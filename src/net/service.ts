import { formatPorts, type PortRange, type PortSet, portSet } from "./ports.js";

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
}

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
  const ports = new Map<Protocol, readonly PortRange[] | undefined>();
  for (const term of all) {
    const known = ports.has(term.protocol);
    const before = ports.get(term.protocol);
    const any = term.ports === undefined || (known && before === undefined);
    ports.set(term.protocol, any ? undefined : [...(before ?? []), ...(term.ports ?? [])]);
  }
  return [...ports]
    .sort(([a], [b]) => protocolOrder.indexOf(a) - protocolOrder.indexOf(b))
    .map(([protocol, ranges]) =>
      ranges === undefined ? { protocol } : { protocol, ports: portSet(ranges) },
    );
}

/** `tcp/22`, `tcp/{80,443}, udp/443`, `proto gre`: as the language writes it. */
export function formatService(terms: Service): string {
  return terms.map(formatServiceTerm).join(", ");
}

function formatServiceTerm(term: ServiceTerm): string {
  const name = isOtherProtocol(term.protocol) ? `proto ${term.protocol}` : term.protocol;
  if (term.ports === undefined) return name;
  const ports = formatPorts(term.ports);
  return ports.includes(",") ? `${name}/{${ports}}` : `${name}/${ports}`;
}
