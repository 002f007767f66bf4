import type {
  AddressMatcher,
  InterfaceMatcher,
  Matcher,
  RateMatcher,
  Rule,
  Side,
} from "../ir/ruleset.js";
import { formatAddress } from "../net/address.js";
import { overlaps } from "../net/address-set.js";
import { type Chance, chanceFraction, formatChance } from "../net/chance.js";
import { familyName } from "../net/family.js";
import { icmpNamed } from "../net/icmp.js";
import { formatRate } from "../net/rate.js";
import { formatPortRange } from "../net/ports.js";
import type { IcmpSelector, Service, ServiceTerm } from "../net/service.js";
import { tokenBuckets } from "./buckets.js";
import type { Connections, Draws } from "./engine.js";
import type { List } from "./lists.js";
import type { Packet } from "./packet.js";
import type { portScans } from "./scans.js";

/** What conditions ask beside the packet. */
export interface World {
  readonly draws: Draws;
  readonly connections: Connections;
  readonly list: (name: string) => List;
  readonly scans: ReturnType<typeof portScans>;
}

/** One condition of a rule, ready to be asked. To ask may change the world: a draw is drawn, a token taken. */
export interface Condition {
  readonly holds: (packet: Packet) => boolean;
  /** Why it did not hold, for the packet that was asked last. */
  readonly because: (packet: Packet) => string;
}

/** All conditions of a rule in the order in which they are asked (LANGUAGE.md 7.1). */
export function conditionsOf(rule: Rule, world: World): readonly Condition[] {
  const { families } = rule;
  const [only] = families;
  return [
    ...(families.length === 1 && only !== undefined
      ? [
          {
            holds: ({ family }: Packet) => family === only,
            because: () => `the rule is for ${familyName(only)}`,
          },
        ]
      : []),
    ...inOrder(rule.matchers).map((matcher) => condition(matcher, world)),
    ...(rule.chance === undefined ? [] : [chanceCondition(rule.chance, world.draws)]),
    ...rule.rates.map(rateCondition),
  ];
}

/** Addresses after what is cheaper to ask: among conditions without state only the time tells. */
function inOrder(matchers: readonly Matcher[]): readonly Matcher[] {
  const rank = ({ kind }: Matcher): number =>
    kind === "address" ? 1 : kind === "connections" ? 2 : kind === "scan" ? 3 : 0;
  return matchers.toSorted((a, b) => rank(a) - rank(b));
}

function condition(matcher: Matcher, world: World): Condition {
  switch (matcher.kind) {
    case "mac":
      return {
        holds: ({ mac }) => (mac === matcher.address) !== matcher.negated,
        because: ({ mac }) => `its MAC address is ${mac ?? "not known"}`,
      };
    case "interface":
      return interfaceCondition(matcher);
    case "address":
      return addressCondition(matcher, world);
    case "length": {
      const { first, last } = matcher.range;
      return {
        holds: ({ length }) => first <= length && length <= last,
        because: ({ length }) => `${length} bytes are not ${formatPortRange(matcher.range)}`,
      };
    }
    case "service": {
      const { service, negated, written } = matcher;
      return {
        holds: (packet) => isOfService(service, packet) !== negated,
        because: () => (negated ? `it is ${written}` : `it is not ${written}`),
      };
    }
    case "flags": {
      const { set, unset } = matcher;
      return {
        holds: ({ protocol, flags }) =>
          protocol === "tcp" &&
          set.every((flag) => flags.includes(flag)) &&
          !unset.some((flag) => flags.includes(flag)),
        because: ({ flags }) => `its TCP flags are ${flags.join(" ") || "none"}`,
      };
    }
    case "state":
      return {
        holds: ({ state }) => matcher.states.includes(state),
        because: ({ state }) => `its state is ${state}`,
      };
    case "connections": {
      const { above, per, length } = matcher;
      return {
        holds: (packet) => (world.connections(packet, per, length) ?? 0) > above,
        because: () => `no more than ${above} connections are open`,
      };
    }
    case "scan":
      return {
        holds: (packet) => world.scans(matcher.scan, packet),
        because: () => "it is no port scan",
      };
  }
}

export function interfaceCondition(matcher: InterfaceMatcher): Condition {
  const { direction, negated } = matcher;
  const { name } = matcher.interface;
  const way = direction === "in" ? "came in by" : "goes out by";
  return {
    holds: (packet) => (packet[direction] === name) !== negated,
    because: (packet) => `it ${way} ${packet[direction] ?? "no interface of the policy"}`,
  };
}

function addressCondition({ side, negated, operand }: AddressMatcher, world: World): Condition {
  if (operand.kind === "list") {
    const list = world.list(operand.list);
    return {
      holds: (packet) => list.has(packet.family, packet[side], packet.at) !== negated,
      because: (packet) =>
        `${addressText(packet, side)} is ${negated ? "in" : "not in"} ${operand.list}`,
    };
  }
  const { addresses } = operand;
  return {
    holds: (packet) => overlaps(addresses, packet.family, packet[side], packet[side]) !== negated,
    because: (packet) =>
      `${addressText(packet, side)} is ${negated ? "among" : "not among"} the rule's addresses`,
  };
}

export function addressText(packet: Packet, side: Side): string {
  return formatAddress(packet.family, packet[side]);
}

/** What a service asks of a packet. */
type Served = Pick<Packet, "family" | "protocol" | "port" | "icmp">;

export function isOfService(service: Service, packet: Served): boolean {
  for (const term of service) if (isFor(term, packet)) return true;
  return false;
}

function isFor({ protocol, ports, types }: ServiceTerm, packet: Served): boolean {
  if (protocol !== packet.protocol) return false;
  if (types !== undefined) return types.some((selector) => isOfType(selector, packet));
  if (ports === undefined) return true;
  const { port } = packet;
  if (port === undefined) return false;
  for (const { first, last } of ports) if (first <= port && port <= last) return true;
  return false;
}

/** Names are each family's, numbers IPv4's (LANGUAGE.md 8.1). */
function isOfType(selector: IcmpSelector, { family, icmp }: Served): boolean {
  if (typeof selector !== "string" && family === "ipv6") return false;
  const meant = typeof selector === "string" ? icmpNamed(selector, family) : selector;
  if (meant === undefined || icmp === undefined || meant.type !== icmp.type) return false;
  return meant.code === undefined || meant.code === icmp.code;
}

function chanceCondition(chance: Chance, draws: Draws): Condition {
  const { part, whole } = chanceFraction(chance);
  // In an object rather than a variable: V8 writes a fraction over the one before there.
  const last = { draw: 0.5 };
  return {
    holds: () => (last.draw = draws()) * whole < part,
    because: () =>
      `the draw was ${(last.draw * 100).toFixed(2)} %, not below ${formatChance(chance)}`,
  };
}

function rateCondition(matcher: RateMatcher): Condition {
  const take = tokenBuckets(matcher);
  const { over } = matcher;
  const rate = formatRate(matcher.rate);
  return {
    holds: (packet) => take(packet) !== over,
    because: () => (over ? `${rate} is not passed` : `${rate} is passed`),
  };
}
