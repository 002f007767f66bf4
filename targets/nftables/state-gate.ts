import { type ConnectionState, selectStates } from "../../src/net/connection-state.js";
import type { NftChain, NftRule, RuleGroup } from "./model.js";

/**
 * A chain whose last rules all ask for a state sends everybody else back once, before them, and then asks no more:
 * most packets belong to established connections, and most of these rules are about new ones. To return is what the
 * chain's end does, so that no packet can tell the difference.
 */
export function withStateGate(chain: NftChain): NftChain {
  const start = chain.groups.findLastIndex(({ rules }) => !rules.every(asksForState)) + 1;
  const groups = chain.groups.slice(start);
  const rules = groups.flatMap((group) => group.rules);
  const wanted = selectStates(rules.flatMap(statesOf), false);
  const unwanted = selectStates(wanted, true);
  // One rule alone asks as cheaply itself, and packets of the other states are few.
  if (rules.length < 2 || !unwanted.includes("established")) return chain;
  const rest = groups.map((group) => ({
    ...group,
    rules: group.rules.map((rule) => withoutState(rule, wanted)),
  }));
  return { ...chain, groups: [...chain.groups.slice(0, start), gate(wanted, unwanted), ...rest] };
}

function gate(wanted: readonly ConnectionState[], unwanted: readonly ConnectionState[]): RuleGroup {
  const rule: NftRule = {
    matches: [{ kind: "states", states: unwanted }],
    tests: [],
    counter: false,
    logs: [],
    guards: [],
    end: { kind: "return" },
    comment: undefined,
  };
  return { remarks: [`From here on: ${wanted.join(", ")}.`], rules: [rule] };
}

function statesOf({ matches }: NftRule): readonly ConnectionState[] {
  return matches.flatMap((match) => (match.kind === "states" ? match.states : []));
}

function asksForState({ matches }: NftRule): boolean {
  return matches.some(({ kind }) => kind === "states");
}

/** A rule that wants all that came through the gate has nothing left to ask. */
function withoutState(rule: NftRule, wanted: readonly ConnectionState[]): NftRule {
  if (statesOf(rule).length !== wanted.length) return rule;
  return { ...rule, matches: rule.matches.filter(({ kind }) => kind !== "states") };
}
