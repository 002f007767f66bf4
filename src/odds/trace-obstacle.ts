import { type Action, isTerminal, type Rule, type Ruleset } from "../ir/ruleset.js";
import type { Obstacle } from "./climb.js";
import { type Memory, mostSlots } from "./memory.js";

/**
 * Why what becomes of a source in a trace cannot be worked out by its own packets and its own lists: then the trace is
 * played.
 */
export function traceObstacle(ruleset: Ruleset, { slots, bins }: Memory): Obstacle | undefined {
  const [first] = ruleset.chains;
  if (first !== undefined && slots.length + bins.length > mostSlots) {
    return { why: `more than ${String(mostSlots)} lists that lead on`, rule: first.origin };
  }
  const dynamic = new Map(
    ruleset.lists.filter((list) => list.dynamic).map((list) => [list.name, list]),
  );
  for (const { name, max, per, origin } of dynamic.values()) {
    if (max !== undefined) {
      return { why: `the list ${name} has room for so many, whoever comes first`, rule: origin };
    }
    if (per !== undefined && ruleset.families.includes("ipv6")) {
      return { why: `the list ${name} holds networks, which sources share`, rule: origin };
    }
  }
  for (const rule of ruleset.chains.flatMap(({ rules }) => rules)) {
    const why = obstacleIn(rule, (list) => dynamic.has(list));
    if (why !== undefined) return { why, rule: rule.origin };
  }
  return undefined;
}

function obstacleIn(rule: Rule, isDynamic: (list: string) => boolean): string | undefined {
  const { matchers, rates, actions } = rule;
  if (!actions.some(matters)) return undefined;
  if (rates.length > 0) return "a limit lets it depend on how fast packets come";
  for (const matcher of matchers) {
    if (matcher.kind === "connections") return "a trace does not tell when connections end";
    if (matcher.kind === "scan") return "a scan is seen by all ports that a source has tried";
    const isOther = matcher.kind === "address" && matcher.side === "destination";
    if (isOther && matcher.operand.kind === "list" && isDynamic(matcher.operand.list)) {
      return "it asks for what was learnt of the destination";
    }
  }
  const lists = actions.some((action) => action.kind === "add" && action.side === "destination");
  return lists ? "it lists destinations, which sources share" : undefined;
}

function matters(action: Action): boolean {
  return action.kind === "add" || isTerminal(action);
}
