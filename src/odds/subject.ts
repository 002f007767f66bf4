import type { HookPoint, Interface, Matcher, Rule, Ruleset } from "../ir/ruleset.js";
import type { AddressSet } from "../net/address-set.js";
import { hasFamily, rangesOf } from "../net/address-set.js";
import type { Family } from "../net/family.js";
import { icmpNamed } from "../net/icmp.js";
import type { Service, ServiceTerm } from "../net/service.js";
import type { Packet } from "../simulate/packet.js";

/** The first packet of a connection, and the hooks that it passes. */
export interface Subject {
  readonly packet: Omit<Packet, "at" | "hook">;
  readonly path: readonly HookPoint[];
}

/** From where a stranger may come: one way in, with what makes conditions on interfaces and destinations hold. */
export interface Way {
  readonly path: readonly HookPoint[];
  readonly family: Family;
  readonly in: string | undefined;
  readonly out: string | undefined;
  readonly source: number | bigint;
  readonly destination: number | bigint;
}

const mostWays = 64;

/** 203.0.113.1 and 2001:db8:5eed::1 (RFC 5737, RFC 3849), unless the policy knows them. */
const strangers = { ipv4: 0xcb007101, ipv6: 0x20010db85eed00000000000000000001n } as const;
/** 198.51.100.1 and 2001:db8:de57::1. */
const destinations = { ipv4: 0xc6336401, ipv6: 0x20010db8de5700000000000000000001n } as const;

/** The ways by which a stranger can come, the most usual first: through no named interface, to the device itself. */
export function waysOf(ruleset: Ruleset): readonly Way[] {
  const rules = ruleset.chains.flatMap((chain) => chain.rules);
  const hooked = new Set(ruleset.chains.flatMap(({ hook }) => (hook ? [hook.point] : [])));
  const paths: readonly (readonly HookPoint[])[] = (["input", "forward", "output"] as const)
    .filter((point) => hooked.has(point) || (point === "input" && hooked.has("prerouting")))
    .map((point) => (point === "output" ? [point] : ["prerouting", point]));
  const ways: Way[] = [];
  for (const path of paths) {
    for (const family of ruleset.families) {
      const source = strangerTo(ruleset, rules, family);
      for (const destination of destinationsIn(ruleset, rules, family)) {
        for (const incoming of path.includes("output") ? [undefined] : interfaces(ruleset, "in")) {
          for (const outgoing of path.includes("input")
            ? [undefined]
            : interfaces(ruleset, "out")) {
            ways.push({ path, family, in: incoming, out: outgoing, source, destination });
            if (ways.length === mostWays) return ways;
          }
        }
      }
    }
  }
  return ways;
}

function interfaces(ruleset: Ruleset, side: "in" | "out"): readonly (string | undefined)[] {
  const matchers = [
    ...ruleset.chains.flatMap(({ hook }) => hook?.interfaces ?? []),
    ...ruleset.chains.flatMap(({ rules }) => rules.flatMap((rule) => rule.matchers)),
  ];
  const named = matchers.flatMap((matcher): readonly Interface[] =>
    matcher.kind === "interface" && matcher.direction === side ? [matcher.interface] : [],
  );
  return [undefined, ...new Set(named.map(({ name }) => name))];
}

/** Somewhere on the internet, and then wherever rules ask for. */
function destinationsIn(
  ruleset: Ruleset,
  rules: readonly Rule[],
  family: Family,
): readonly (number | bigint)[] {
  const asked = rules
    .flatMap((rule) => rule.matchers)
    .flatMap((matcher) =>
      matcher.kind === "address" && matcher.side === "destination" && !matcher.negated
        ? [addressesOf(ruleset, matcher)]
        : [],
    );
  const firsts = asked.flatMap((set) => {
    const [range] = rangesOf(set, family);
    return range === undefined ? [] : [range.first];
  });
  return [...new Set<number | bigint>([destinations[family], ...firsts])];
}

function addressesOf(
  ruleset: Ruleset,
  { operand }: Extract<Matcher, { kind: "address" }>,
): AddressSet {
  if (operand.kind === "literal") return operand.addresses;
  const list = ruleset.lists.find(({ name }) => name === operand.list);
  return list?.permanent ?? { ipv4: new Float64Array(), ipv6: [] };
}

/** An address that no list and no rule of the policy names, where there is one. */
function strangerTo(ruleset: Ruleset, rules: readonly Rule[], family: Family): number | bigint {
  const named = [
    ...ruleset.lists.map((list) => list.permanent),
    ...rules
      .flatMap((rule) => rule.matchers)
      .flatMap((matcher) =>
        matcher.kind === "address" &&
        matcher.operand.kind === "literal" &&
        matcher.side === "source"
          ? [matcher.operand.addresses]
          : [],
      ),
  ].filter((set) => hasFamily(set, family));
  const candidates: (number | bigint)[] = [strangers[family]];
  for (const set of named) {
    for (const { last } of rangesOf(set, family)) {
      if (family === "ipv4" && Number(last) < 0xffffffff) candidates.push(Number(last) + 1);
      if (family === "ipv6") candidates.push(BigInt(last) + 1n);
      if (candidates.length > 1000) break;
    }
  }
  const isFree = (address: number | bigint): boolean =>
    !named.some((set) => holds(set, family, address));
  return candidates.find(isFree) ?? strangers[family];
}

export function holds(set: AddressSet, family: Family, address: number | bigint): boolean {
  const firsts = set[family];
  let low = 0;
  let high = firsts.length / 2;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (address > (firsts[middle * 2 + 1] ?? 0)) low = middle + 1;
    else high = middle;
  }
  const first = firsts[low * 2];
  return first !== undefined && first <= address;
}

/** The first packet of a connection to one port or ICMP type of a service, by a way. */
export function subjectOf(way: Way, term: ServiceTerm, port: number | undefined): Subject {
  const { path, family, source, destination } = way;
  const selector = term.types?.[0] ?? "echo-request";
  const icmp = typeof selector === "string" ? icmpNamed(selector, family) : selector;
  return {
    path,
    packet: {
      family,
      source,
      destination,
      protocol: term.protocol,
      port: term.protocol === "tcp" || term.protocol === "udp" ? port : undefined,
      icmp: term.protocol === "icmp" ? { type: icmp?.type ?? 8, code: icmp?.code ?? 0 } : undefined,
      state: "new",
      in: way.in,
      out: way.out,
      length: 60,
      flags: term.protocol === "tcp" ? ["syn"] : [],
      mac: undefined,
    },
  };
}

/** One port for each way in which rules can tell the ports of a service apart. */
export function portsToTry(ruleset: Ruleset, term: ServiceTerm): readonly (number | undefined)[] {
  if (term.protocol !== "tcp" && term.protocol !== "udp") return [undefined];
  const ranges = term.ports ?? [{ first: 0, last: 65535 }];
  const edges = new Set<number>();
  for (const { service } of serviceMatchers(ruleset)) {
    for (const { first, last } of service.flatMap(({ ports }) => ports ?? [])) {
      edges.add(first).add(last + 1);
    }
  }
  const ports = ranges.flatMap(({ first, last }) => [
    first,
    ...[...edges].filter((edge) => first < edge && edge <= last),
  ]);
  return [...new Set(ports)].sort((a, b) => a - b);
}

export function serviceMatchers(
  ruleset: Ruleset,
): readonly { readonly service: Service; readonly written: string; readonly negated: boolean }[] {
  return ruleset.chains
    .flatMap(({ rules }) => rules.flatMap((rule) => rule.matchers))
    .filter((matcher) => matcher.kind === "service");
}
