import type { Action, Chain, Rule, Ruleset, Side } from "../ir/ruleset.js";

/** What a policy can remember of one source at run time, as far as some rule looks at it again. */
export interface Memory {
  /** Lists that lead on: the rungs. */
  readonly slots: readonly Slot[];
  /** Lists whose members are turned away: the bins. */
  readonly bins: readonly Slot[];
}

/** A list that rules fill, and by which address of a packet they look it up. */
export interface Slot {
  readonly list: string;
  readonly side: Side;
}

/** Slots that are told apart by the bits of a number. */
export const mostSlots = 30;

/** The lists of a policy that rules both fill and read, told apart by whether being listed ends in a drop. */
export function memoryOf(ruleset: Ruleset): Memory {
  const filled = new Set<string>();
  const read = new Map<string, Slot>();
  const closing = new Set<string>();
  const chains = new Map(ruleset.chains.map((chain) => [chain.name, chain]));
  for (const { rules } of ruleset.chains) {
    for (const rule of rules) {
      for (const action of rule.actions) {
        if (action.kind === "add") filled.add(slotKey(action));
      }
      for (const slot of slotsRead(rule)) {
        read.set(slotKey(slot), slot);
        if (isBinRule(rule, slot, chains)) closing.add(slotKey(slot));
      }
    }
  }
  const known = [...read].filter(([key]) => filled.has(key));
  return {
    slots: known.filter(([key]) => !closing.has(key)).map(([, slot]) => slot),
    bins: known.filter(([key]) => closing.has(key)).map(([, slot]) => slot),
  };
}

export function slotKey({ list, side }: Slot): string {
  return `${side} ${list}`;
}

function slotsRead({ matchers }: Rule): readonly Slot[] {
  return matchers.flatMap((matcher) =>
    matcher.kind === "address" && matcher.operand.kind === "list"
      ? [{ list: matcher.operand.list, side: matcher.side }]
      : [],
  );
}

/**
 * Whether a rule turns the members of a list away for certain. One that puts them on another list as well is the
 * last step of a climb, and no bin.
 */
function isBinRule(rule: Rule, { list, side }: Slot, chains: ReadonlyMap<string, Chain>): boolean {
  const isMember = rule.matchers.some(
    (matcher) =>
      matcher.kind === "address" &&
      matcher.side === side &&
      !matcher.negated &&
      matcher.operand.kind === "list" &&
      matcher.operand.list === list,
  );
  const leadsOn = rule.actions.some((action) => action.kind === "add" && action.list !== list);
  if (side !== "source" || !isMember || leadsOn) return false;
  return rule.chance === undefined && rule.rates.length === 0 && turnsAway(rule, chains);
}

function turnsAway({ actions }: Rule, chains: ReadonlyMap<string, Chain>): boolean {
  const last = actions.at(-1);
  if (last === undefined) return false;
  if (last.kind !== "jump") return isRefusal(last);
  const entered = chains.get(last.chain);
  return entered?.rules.some((rule) => turnsAway(rule, chains)) ?? false;
}

export function isRefusal(action: Action): boolean {
  switch (action.kind) {
    case "drop":
    case "tarpit":
    case "reject":
      return true;
    case "else":
      return action.choices.some((choice) => choice.kind !== "accept");
    case "accept":
    case "return":
    case "jump":
    case "log":
    case "count":
    case "add":
      return false;
  }
}
