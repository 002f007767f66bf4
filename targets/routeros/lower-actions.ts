import type { Action, Verdict } from "../../src/ir/ruleset.js";
import { formatDuration, type Timeout } from "../../src/net/duration.js";
import type { Ending } from "./lower-verdict.js";
import type { RuleAction } from "./model.js";

/** What one RouterOS rule does: one action, and a line in the log beside it. */
export interface Step {
  readonly action: RuleAction;
  readonly log: string | undefined;
  /** For the TCP packets alone; the steps after it are for the others. */
  readonly tcpOnly?: boolean;
}

export interface Spellings {
  readonly listNames: ReadonlyMap<string, string>;
  /** The spelling of a chain; undefined when the chain has no rules here, so that jumping there does nothing. */
  readonly chainName: (chain: string) => string | undefined;
}

/**
 * The actions of a rule as the fewest steps. Every RouterOS rule counts and may log beside its action, so
 * `count` and `log` need a rule of their own only where there is no other.
 * @param endings what becomes of the verdict at the end
 */
export function stepsOf(
  actions: readonly Action[],
  spellings: Spellings,
  endings: readonly Ending[],
): readonly Step[] {
  const steps: Step[] = [];
  let log: string | undefined;
  let counts = false;
  const flush = (): void => {
    if (log !== undefined) steps.push({ action: { kind: "log" }, log });
    log = undefined;
  };
  for (const action of actions) {
    if (action.kind === "count") {
      counts = true;
    } else if (action.kind === "log") {
      flush();
      log = action.prefix;
    } else if (isVerdict(action)) {
      for (const ending of endings) steps.push({ ...ending, log });
      return steps;
    } else {
      const acted = ruleAction(action, spellings);
      if (acted === undefined) continue;
      steps.push({ action: acted, log });
      log = undefined;
    }
  }
  // A log at the end goes beside the action before it, which lets the packet go on.
  const last = steps.at(-1);
  if (log !== undefined && last !== undefined && last.log === undefined) {
    return [...steps.slice(0, -1), { ...last, log }];
  }
  flush();
  return steps.length === 0 && counts
    ? [{ action: { kind: "passthrough" }, log: undefined }]
    : steps;
}

/** The verdicts that a rule may choose from; none when it ends in no verdict. */
export function choicesOf(actions: readonly Action[]): readonly Verdict[] {
  const last = actions.at(-1);
  if (last === undefined || !isVerdict(last)) return [];
  return last.kind === "else" ? last.choices : [last];
}

type VerdictAction = Verdict | Extract<Action, { readonly kind: "else" }>;

function isVerdict(action: Action): action is VerdictAction {
  switch (action.kind) {
    case "accept":
    case "drop":
    case "tarpit":
    case "reject":
    case "else":
      return true;
    case "return":
    case "jump":
    case "log":
    case "count":
    case "add":
      return false;
  }
}

function ruleAction(
  action: Exclude<Action, VerdictAction | { readonly kind: "count" | "log" }>,
  { listNames, chainName }: Spellings,
): RuleAction | undefined {
  switch (action.kind) {
    case "return":
      return { kind: action.kind };
    case "jump": {
      const chain = chainName(action.chain);
      return chain === undefined ? undefined : { kind: "jump", chain };
    }
    case "add": {
      const list = listNames.get(action.list) ?? action.list;
      return { kind: "add", side: action.side, list, timeout: timeoutText(action.timeout) };
    }
  }
}

/**
 * As RouterOS reads it back. `forever` is none-dynamic, an entry in memory: with none-static every source that
 * an attacker can forge would be written to the router's flash.
 */
function timeoutText(timeout: Timeout): string {
  return timeout === "forever" ? "none-dynamic" : formatDuration(timeout);
}
