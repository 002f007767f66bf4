import { type Action, isTerminal } from "../../src/ir/ruleset.js";

/** What one nft rule can do: write logs, then at most one thing that may end it. */
export interface Unit {
  readonly logs: readonly string[];
  readonly last: Exclude<Action, { kind: "log" | "count" }> | undefined;
}

/**
 * A rule's actions as units. The logs come first: an update of a set without room breaks its rule, and
 * what must happen regardless must not stand behind it. No packet can tell the difference.
 */
export function unitsOf(actions: readonly Action[]): readonly [Unit, ...Unit[]] {
  const logs = actions.flatMap((action) => (action.kind === "log" ? [action.prefix] : []));
  const [first, ...others] = actions.flatMap((action) =>
    action.kind === "log" || action.kind === "count" ? [] : [action],
  );
  return [{ logs, last: first }, ...others.map((last): Unit => ({ logs: [], last }))];
}

/** Whether the actions end with leaving the chain. */
export function endsInReturn(actions: readonly Action[]): boolean {
  return actions.some((action) => isTerminal(action) && action.kind === "return");
}
