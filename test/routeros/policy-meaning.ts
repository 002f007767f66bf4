import { rangesOf } from "../../src/net/address-set.js";
import { icmpNamed } from "../../src/net/icmp.js";
import type { IcmpSelector, ServiceTerm } from "../../src/net/service.js";
import type { Action, Chain, Matcher, Rule, Ruleset, Verdict } from "../../src/ir/ruleset.js";
import {
  addressKey,
  addressOf,
  asking,
  covers,
  type Packet,
  type Trace,
  type World,
} from "./packet.js";

/** LANGUAGE.md section 7 for one packet, as plainly as it can be said. */
export function policyMeaning(ruleset: Ruleset, packet: Packet, world: World): Trace {
  const entries = new Map([...world.entries].map(([list, keys]) => [list, new Set(keys)]));
  const { ask, asked } = asking(world);
  const logs: string[] = [];
  const adds: string[] = [];

  const isMember = (list: string, address: bigint): boolean => {
    if (entries.get(list)?.has(addressKey(packet.family, address)) === true) return true;
    const permanent = ruleset.lists.find(({ name }) => name === list)?.permanent;
    if (permanent === undefined) return false;
    return [...rangesOf(permanent, packet.family)].some((range) => covers(range, address));
  };

  const meets = (matcher: Matcher, place = 0): boolean => {
    switch (matcher.kind) {
      case "mac":
        return (matcher.address === packet.mac) !== matcher.negated;
      case "length":
        return matcher.range.first <= packet.length && packet.length <= matcher.range.last;
      case "flags":
        return (
          packet.protocol === "tcp" &&
          matcher.set.every((flag) => packet.flags.includes(flag)) &&
          !matcher.unset.some((flag) => packet.flags.includes(flag))
        );
      case "connections":
        return ask(place, "connections");
      case "scan":
        return ask(place, "scan");
      case "state":
        return matcher.states.includes(packet.state);
      case "interface": {
        const spelling = matcher.interface.spellings.find(({ target }) => target === "routeros");
        const its = spelling?.ofLists === true ? packet.interfaceLists : [packet.interface];
        return its.some((name) => spelling?.names.includes(name)) !== matcher.negated;
      }
      case "service":
        return matcher.service.some((term) => isFor(term, packet)) !== matcher.negated;
      case "address": {
        const { operand } = matcher;
        const address = addressOf(packet, matcher.side);
        const within =
          operand.kind === "list"
            ? isMember(operand.list, address)
            : [...rangesOf(operand.addresses, packet.family)].some((range) =>
                covers(range, address),
              );
        return within !== matcher.negated;
      }
    }
  };

  const succeeds = (rule: Rule): boolean => {
    const place = rule.origin.start;
    if (rule.chance !== undefined && !ask(place, "chance")) return false;
    return rule.rates.every(
      ({ over, per }) => ask(place, per.length === 0 ? "bucket" : "bucket per key") !== over,
    );
  };

  const act = (action: Action): string => {
    switch (action.kind) {
      case "accept":
      case "drop":
      case "tarpit":
      case "reject":
        return verdictOf([action], packet);
      case "else":
        return verdictOf(action.choices, packet);
      case "return":
        return action.kind;
      case "jump": {
        const chain = ruleset.chains.find(({ name }) => name === action.chain);
        return chain === undefined ? "none" : walk(chain);
      }
      case "log":
        logs.push(action.prefix);
        return "none";
      case "count":
        return "none";
      case "add": {
        const key = addressKey(packet.family, addressOf(packet, action.side));
        entries.set(action.list, new Set([...(entries.get(action.list) ?? []), key]));
        const time = action.timeout === "forever" ? "forever" : action.timeout.milliseconds;
        adds.push(`${action.list} ${key} ${time}`);
        return "none";
      }
    }
  };

  const isTried = ({ families, matchers, origin }: Rule): boolean => {
    // Under IPv6 a rule with `scan` is left out, which the target says.
    const scans = matchers.some(({ kind }) => kind === "scan");
    if (!families.includes(packet.family) || (scans && packet.family === "ipv6")) return false;
    return matchers.every((matcher) => meets(matcher, origin.start));
  };

  const walk = (chain: Chain): string => {
    for (const rule of chain.rules) {
      if (!isTried(rule) || !succeeds(rule)) continue;
      for (const action of rule.actions) {
        const result = act(action);
        if (result === "return") return "none";
        if (result !== "none") return result;
      }
    }
    return "none";
  };

  for (const chain of ruleset.chains) {
    if (chain.hook?.point !== packet.hook) continue;
    const narrowed = chain.hook.interfaces.every((matcher) => meets(matcher));
    const verdict = narrowed ? walk(chain) : "none";
    if (verdict !== "none") return { verdict, logs, adds, asked };
  }
  return { verdict: "none", logs, adds, asked };
}

function isFor({ protocol, ports, types }: ServiceTerm, packet: Packet): boolean {
  if (protocol !== packet.protocol) return false;
  if (types !== undefined) return types.some((selector) => isOfType(selector, packet));
  return ports?.some(({ first, last }) => first <= packet.port && packet.port <= last) ?? true;
}

/** Names are each family's, numbers IPv4's (LANGUAGE.md 8.1). */
function isOfType(selector: IcmpSelector, { family, icmp }: Packet): boolean {
  if (typeof selector !== "string" && family === "ipv6") return false;
  const meant = typeof selector === "string" ? icmpNamed(selector, family) : selector;
  return meant?.type === icmp.type && (meant.code === undefined || meant.code === icmp.code);
}

/** The first that RouterOS has for the packet (LANGUAGE.md sections 4 and 7). */
function verdictOf(choices: readonly Verdict[], { hook, family, protocol }: Packet): string {
  for (const choice of choices) {
    switch (choice.kind) {
      case "accept":
      case "drop":
        return choice.kind;
      case "tarpit":
        if (hook !== "prerouting" && family === "ipv4" && protocol === "tcp") return "tarpit";
        break;
      case "reject":
        if (hook === "prerouting") break;
        if (choice.answer === "tcp-reset" && protocol !== "tcp") break;
        return `reject ${choice.answer}`;
    }
  }
  throw new Error("no verdict for this packet, and the target did not say so");
}
