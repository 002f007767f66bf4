import { rangesOf } from "../../src/net/address-set.js";
import type { Action, Chain, Matcher, Rule, Ruleset } from "../../src/ir/ruleset.js";
import { addressKey, addressOf, covers, type Packet, type Trace, type World } from "./packet.js";

type Verdict = Trace["verdict"];

/** LANGUAGE.md section 7 for one packet, as plainly as it can be said. */
export function policyMeaning(ruleset: Ruleset, packet: Packet, world: World): Trace {
  const entries = new Map([...world.entries].map(([list, keys]) => [list, new Set(keys)]));
  const turns = new Map<number, number>();
  const logs: string[] = [];
  const adds: string[] = [];

  const isMember = (list: string, address: bigint): boolean => {
    if (entries.get(list)?.has(addressKey(packet.family, address)) === true) return true;
    const permanent = ruleset.lists.find(({ name }) => name === list)?.permanent;
    if (permanent === undefined) return false;
    return [...rangesOf(permanent, packet.family)].some((range) => covers(range, address));
  };

  const meets = (matcher: Matcher): boolean => {
    switch (matcher.kind) {
      case "state":
        return matcher.states.includes(packet.state);
      case "interface": {
        const spelling = matcher.interface.spellings.find(({ target }) => target === "routeros");
        const its = spelling?.ofLists === true ? packet.interfaceLists : [packet.interface];
        return its.some((name) => spelling?.names.includes(name)) !== matcher.negated;
      }
      case "service":
        return (
          matcher.service.some(
            ({ protocol, ports }) =>
              protocol === packet.protocol &&
              (ports?.some(({ first, last }) => first <= packet.port && packet.port <= last) ??
                true),
          ) !== matcher.negated
        );
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
    if (rule.chance === undefined) return true;
    const turn = turns.get(rule.origin.start) ?? 0;
    turns.set(rule.origin.start, turn + 1);
    return world.draw(rule.origin.start, turn);
  };

  const act = (action: Action): Verdict | "return" => {
    switch (action.kind) {
      case "accept":
      case "drop":
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

  const walk = (chain: Chain): Verdict => {
    for (const rule of chain.rules) {
      const tried = rule.families.includes(packet.family) && rule.matchers.every(meets);
      if (!tried || !succeeds(rule)) continue;
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
    const narrowed = chain.hook.interfaces.every(meets);
    const verdict = narrowed ? walk(chain) : "none";
    if (verdict !== "none") return { verdict, logs, adds };
  }
  return { verdict: "none", logs, adds };
}
