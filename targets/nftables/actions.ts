import { type Action, isTerminal, type Rule, type Verdict } from "../../src/ir/ruleset.js";
import { spacedPrefix } from "./log-prefix.js";

/** What one nft rule can do: write logs, then at most one thing that may end it. */
export interface Unit {
  readonly logs: readonly string[];
  readonly last: LastAction | undefined;
  /** For TCP packets alone, whatever else the rule is for. */
  readonly tcpOnly: boolean;
}

export type LastAction =
  Exclude<Action, { kind: "log" | "count" | "else" | "tarpit" }> | AvailableVerdict;

export type AvailableVerdict = Exclude<Verdict, { kind: "tarpit" }>;

/**
 * A rule's actions as units. The logs come first: an update of a set without room breaks its rule, and
 * what must happen regardless must not stand behind it. No packet can tell the difference.
 */
export function unitsOf(actions: readonly Action[]): readonly [Unit, ...Unit[]] {
  const logs = actions.flatMap((action) =>
    action.kind === "log" ? [spacedPrefix(action.prefix)] : [],
  );
  const [first, ...others] = actions.flatMap(lastUnits);
  if (first === undefined) return [{ logs, last: undefined, tcpOnly: false }];
  // What is logged is logged for every packet, also where the first verdict is for some of them alone.
  return first.tcpOnly && logs.length > 0
    ? [{ logs, last: undefined, tcpOnly: false }, first, ...others]
    : [{ ...first, logs }, ...others];
}

function lastUnits(action: Action): readonly Unit[] {
  switch (action.kind) {
    case "log":
    case "count":
      return [];
    case "accept":
    case "drop":
    case "tarpit":
    case "reject":
      return availableVerdicts([action]).map(verdictUnit);
    case "else":
      return availableVerdicts(action.choices).map(verdictUnit);
    case "return":
    case "jump":
    case "add":
      return [{ logs: [], last: action, tcpOnly: false }];
  }
}

function verdictUnit(last: AvailableVerdict): Unit {
  return { logs: [], last, tcpOnly: isReset(last) };
}

export function isReset(verdict: Verdict): boolean {
  return verdict.kind === "reject" && verdict.answer === "tcp-reset";
}

/** The choices that nft has, up to the first that is there for every packet: a reset is for TCP alone. */
export function availableVerdicts(choices: readonly Verdict[]): readonly AvailableVerdict[] {
  const found: AvailableVerdict[] = [];
  for (const choice of choices) {
    if (choice.kind === "tarpit") continue;
    if (isReset(choice) && found.length > 0) continue;
    found.push(choice);
    if (!isReset(choice)) break;
  }
  return found;
}

/** Whether the actions end with leaving the chain. */
export function endsInReturn(actions: readonly Action[]): boolean {
  return actions.some((action) => isTerminal(action) && action.kind === "return");
}

/** Whether a rule keeps packets out, so that it must not fail to match for want of room. */
export function keepsOut({ actions }: Rule): boolean {
  return actions.some(({ kind }) => kind === "drop" || kind === "reject" || kind === "else");
}
