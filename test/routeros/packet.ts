import type { AddressRange } from "../../src/net/address.js";
import { rangesOf } from "../../src/net/address-set.js";
import type { ConnectionState } from "../../src/net/connection-state.js";
import { bothFamilies, type Family } from "../../src/net/family.js";
import type { IcmpType } from "../../src/net/icmp.js";
import type { Protocol } from "../../src/net/service.js";
import type { TcpFlag } from "../../src/net/tcp-flags.js";
import type { HookPoint, Ruleset, Side } from "../../src/ir/ruleset.js";

/** A packet, with all that a rule can ask of it. */
export interface Packet {
  readonly hook: HookPoint;
  readonly family: Family;
  readonly state: ConnectionState;
  readonly protocol: Protocol;
  readonly port: number;
  readonly source: bigint;
  readonly destination: bigint;
  /** Set, if it is TCP. */
  readonly flags: readonly TcpFlag[];
  /** If it is ICMP of either family. */
  readonly icmp: Required<IcmpType>;
  readonly length: number;
  /** Lower case. */
  readonly mac: string;
  /** On the way in at `input` and `forward`. */
  readonly interface: string;
  /** The router's interface lists that it is a member of. */
  readonly interfaceLists: readonly string[];
}

/**
 * What counts packets or draws is an oracle here. It is asked about a rule, by where that stands; whoever asks it
 * oftener, or for other packets, is not of the same meaning.
 */
export type Question = "connections" | "scan" | "chance" | "bucket" | "bucket per key";

/** The run-time entries of lists, by their name in the policy; and what the oracles answer. */
export interface World {
  readonly entries: ReadonlyMap<string, ReadonlySet<string>>;
  /** @param rule where the rule stands; @param turn how often it has asked for this packet before */
  readonly answer: (rule: number, question: Question, turn: number) => boolean;
}

/** What comes of a packet, to be compared between the policy and the router. */
export interface Trace {
  /** `none` when it goes on; a rejection with the policy's name of the answer. */
  readonly verdict: string;
  readonly logs: readonly string[];
  readonly adds: readonly string[];
  /** The questions to oracles, in order. */
  readonly asked: readonly string[];
}

/** Asks a world's oracles and remembers what was asked. */
export function asking({ answer }: World): {
  readonly asked: readonly string[];
  ask: (rule: number, question: Question) => boolean;
} {
  const asked: string[] = [];
  return {
    asked,
    ask: (rule, question) => {
      const key = `${String(rule)} ${question}`;
      const turn = asked.filter((known) => known === key).length;
      asked.push(key);
      return answer(rule, question, turn);
    },
  };
}

export function addressKey(family: Family, address: bigint): string {
  return `${family} ${String(address)}`;
}

export function addressOf(packet: Packet, side: Side): bigint {
  return side === "source" ? packet.source : packet.destination;
}

export function covers(range: AddressRange, address: bigint): boolean {
  return BigInt(range.first) <= address && address <= BigInt(range.last);
}

/** Addresses at and around every bound that a policy mentions, so that packets meet its conditions. */
export function telling(ruleset: Ruleset): Readonly<Record<Family, readonly bigint[]>> {
  const sets = [
    ...ruleset.lists.map(({ permanent }) => permanent),
    ...ruleset.chains
      .flatMap(({ rules }) => rules.flatMap(({ matchers }) => matchers))
      .flatMap((matcher) =>
        matcher.kind === "address" && matcher.operand.kind === "literal"
          ? [matcher.operand.addresses]
          : [],
      ),
  ];
  const around = (family: Family): readonly bigint[] => {
    const highest = family === "ipv4" ? 0xffffffffn : (1n << 128n) - 1n;
    const bounds = sets.flatMap((set) =>
      [...rangesOf(set, family)].flatMap(({ first, last }) => [BigInt(first), BigInt(last)]),
    );
    const near = bounds.flatMap((bound) => [bound - 1n, bound, bound + 1n]);
    return [5n, ...near.filter((address) => address >= 0n && address <= highest)];
  };
  const [ipv4, ipv6] = bothFamilies.map(around);
  return { ipv4: ipv4 ?? [], ipv6: ipv6 ?? [] };
}
