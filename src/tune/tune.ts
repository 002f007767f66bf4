import type { ExpectStatement } from "../ast/expect-nodes.js";
import type { LadderStatement } from "../ast/nodes.js";
import type { CheckedPolicy } from "../check/check.js";
import type { Suggestion } from "../diagnostics/diagnostic.js";
import type { Ruleset } from "../ir/ruleset.js";
import { milliseconds } from "../odds/climb.js";
import { gateOf } from "../odds/stranger.js";
import { contradiction } from "./contradiction.js";
import { editsOf } from "./edit.js";
import { goalsOf, oddsRows } from "./ladder-goals.js";
import type { Plan } from "./plan.js";
import { search } from "./search.js";

/** What tuning comes to. */
export type Tuning =
  | {
      readonly kind: "found";
      readonly ladder: LadderStatement;
      readonly plan: Plan;
      readonly edits: readonly Suggestion[];
    }
  | { readonly kind: "contradiction"; readonly statements: readonly ExpectStatement[] }
  /** There is nothing to tune, or no one thing. */
  | { readonly kind: "refused"; readonly why: string; readonly help: string };

/** Looks for rungs, timeouts and whole-percent odds of the ladder that meet all expectations with room to spare. */
export function tune({ policy, symbols }: CheckedPolicy, ruleset: Ruleset): Tuning {
  const ladders = policy.statements.filter((statement) => statement.kind === "ladder");
  const statements = policy.statements.filter((statement) => statement.kind === "expect");
  const [ladder] = ladders;
  if (ladder === undefined || ladders.length > 1) {
    return {
      kind: "refused",
      why:
        ladder === undefined
          ? "the policy has no ladder"
          : "the policy has several ladders, and an expectation does not say which one it is about",
      help: "write what is to be tuned as one `ladder`",
    };
  }
  if (statements.length === 0) {
    return {
      kind: "refused",
      why: "the policy expects nothing",
      help: "say whom it must ban and whom it must leave alone, with `expect`",
    };
  }
  const rows = oddsRows(ladder.items);
  const bin = ladder.items.find((item) => item.kind === "bin");
  if (
    rows.length === 0 ||
    bin === undefined ||
    !ladder.items.some((item) => item.kind === "rungs")
  ) {
    return {
      kind: "refused",
      why: `the ladder ${ladder.name.text} has no rungs with odds`,
      help: "give it `rungs` and `odds`; any figures will do to begin with",
    };
  }
  const binList = symbols.lists.get(bin.bin.list.text);
  const binTimer = milliseconds(bin.bin.timeout?.timeout ?? binList?.timeout ?? "forever");
  const goals = goalsOf(symbols, gateOf(ruleset), ladder, statements);
  const found = search(goals, rows.length, binTimer);
  if (found === undefined || found.margin < 0) {
    return { kind: "contradiction", statements: contradiction(goals, rows.length, binTimer) };
  }
  const taken = new Set(symbols.lists.keys());
  return { kind: "found", ladder, plan: found.plan, edits: editsOf(ladder, found.plan, taken) };
}
