import type {
  AddressList,
  Chain,
  InterfaceMatcher,
  Matcher,
  Rule,
  Ruleset,
  Verdict,
} from "../ir/ruleset.js";
import { printMatcher, printRateMatcher } from "../ir/print.js";
import { overlaps } from "../net/address-set.js";
import { formatChance } from "../net/chance.js";
import type { PortRange } from "../net/ports.js";
import { endOf } from "./actions.js";
import { isOfService } from "./conditions.js";
import type { Packet } from "./packet.js";
import {
  along,
  type Answer,
  type Certainty,
  past,
  type UncertainWay,
  worse,
} from "./uncertain-way.js";

/** A rule that may end a packet's way badly. */
export interface Danger {
  readonly rule: Rule;
  /** What it does then: `drop`, `reject` or `tarpit`. */
  readonly verdict: string;
  readonly certainty: Certainty;
  /** The conditions that it hangs on, the rule's own and those of the jumps that led there, as the language writes them. */
  readonly because: readonly string[];
}

/** A packet of which not all is known: its interfaces and its MAC address are not, and its length is between bounds. */
export type PacketSketch = Omit<Packet, "at" | "in" | "out" | "length" | "mac"> & {
  readonly lengths: PortRange;
};

/**
 * All rules of a policy that may drop, reject or hold a packet at its hook, with every draw, rate and list going
 * against it. A rule that may match is followed both ways; that counts some ways that exclude each other, and misses
 * none. Chains with `place last` have a turn of their own, whatever those before have accepted.
 *
 * @param has whether there is a verdict for the packet: it decides what `tarpit else drop` is
 */
export function dangersOf(
  ruleset: Ruleset,
  packet: PacketSketch,
  has: (verdict: Verdict) => boolean,
): readonly Danger[] {
  const dangers: Danger[] = [];
  const lists = new Map(ruleset.lists.map((list) => [list.name, list]));
  const world: World = {
    has,
    chains: new Map(ruleset.chains.map((chain) => [chain.name, chain])),
    ask: (rule) => ask(rule, packet, lists),
    dangers,
  };
  for (const isLast of [false, true]) {
    let path: Path = { certainty: "certain", because: [] };
    for (const chain of ruleset.chains) {
      if (chain.hook?.point !== packet.hook || (chain.hook.place.kind === "last") !== isLast) {
        continue;
      }
      const gate = gateOf(chain.hook.interfaces);
      const ends = walk(chain, world, along(path, gate), []);
      if (ends && gate.certainty === "certain") break;
      if (ends) path = past(path, gate);
    }
  }
  return dangers;
}

interface World {
  readonly has: (verdict: Verdict) => boolean;
  readonly chains: ReadonlyMap<string, Chain>;
  readonly ask: (rule: Rule) => Path | "no";
  readonly dangers: Danger[];
}

/** What has to hold for a packet to get somewhere, as the language writes it. */
type Path = UncertainWay<string>;

/** @returns whether every way that enters the chain ends in it */
function walk(chain: Chain, world: World, from: Path, callers: readonly string[]): boolean {
  let path = from;
  for (const rule of chain.rules) {
    const end = endOf(rule.actions);
    if (end === undefined) continue;
    const answer = world.ask(rule);
    if (answer === "no") continue;
    const inside = along(path, answer);
    const isCertain = answer.certainty === "certain";
    if (end.kind === "return") {
      if (isCertain) return false;
      path = past(path, answer);
    } else if (end.kind === "jump") {
      const target = world.chains.get(end.chain);
      // Circles are refused by the check.
      if (target === undefined || callers.includes(target.name)) continue;
      const ends = walk(target, world, inside, [...callers, chain.name]);
      if (ends && isCertain) return true;
      if (ends) path = past(path, answer);
    } else {
      const verdict = end.choices.find(world.has) ?? end.choices[0];
      if (verdict.kind !== "accept") {
        world.dangers.push({ rule, verdict: verdict.kind, ...inside });
      }
      if (isCertain) return true;
      if (verdict.kind === "accept") path = past(path, answer);
    }
  }
  return false;
}

/** Which interface it is, nobody knows beforehand. */
function gateOf(interfaces: readonly InterfaceMatcher[]): Path {
  return interfaces.length === 0
    ? { certainty: "certain", because: [] }
    : { certainty: "unknown", because: interfaces.map(printMatcher) };
}

type Lists = ReadonlyMap<string, AddressList>;

function ask(rule: Rule, packet: PacketSketch, lists: Lists): Path | "no" {
  if (!rule.families.includes(packet.family)) return "no";
  let certainty: Certainty = "certain";
  const because: string[] = [];
  for (const matcher of rule.matchers) {
    const answer = judge(matcher, packet, lists);
    if (answer === "no") return "no";
    if (answer === "yes") continue;
    because.push(printMatcher(matcher));
    certainty = worse(certainty, answer);
  }
  const draws = [
    ...(rule.chance === undefined ? [] : [formatChance(rule.chance)]),
    ...rule.rates.map(printRateMatcher),
  ];
  return draws.length === 0
    ? { certainty, because }
    : { certainty: worse(certainty, "luck"), because: [...because, ...draws] };
}

/** Counters go against the packet, and so does a list that it may be put on. */
function judge(matcher: Matcher, packet: PacketSketch, lists: Lists): Answer {
  switch (matcher.kind) {
    case "interface":
    case "mac":
      return "unknown";
    case "connections":
    case "scan":
      return "luck";
    case "address": {
      const { side, negated, operand } = matcher;
      const within = (set: Parameters<typeof overlaps>[0]): boolean =>
        overlaps(set, packet.family, packet[side], packet[side]);
      if (operand.kind === "literal") return told(within(operand.addresses) !== negated);
      const list = lists.get(operand.list);
      if (list === undefined) return "unknown";
      // A member of the policy's own is one for good.
      if (within(list.permanent)) return told(!negated);
      return list.dynamic ? "luck" : told(negated);
    }
    case "length": {
      const { range } = matcher;
      const { lengths } = packet;
      if (range.last < lengths.first || range.first > lengths.last) return "no";
      return range.first <= lengths.first && lengths.last <= range.last ? "yes" : "luck";
    }
    case "service":
      return told(isOfService(matcher.service, packet) !== matcher.negated);
    case "flags":
      return told(
        packet.protocol === "tcp" &&
          matcher.set.every((flag) => packet.flags.includes(flag)) &&
          !matcher.unset.some((flag) => packet.flags.includes(flag)),
      );
    case "state":
      return told(matcher.states.includes(packet.state));
  }
}

function told(holds: boolean): Answer {
  return holds ? "yes" : "no";
}
