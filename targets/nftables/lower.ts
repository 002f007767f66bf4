import { hasErrors, outcome, type Outcome } from "../../src/diagnostics/diagnostic.js";
import { printAction, printMatcher, printRateMatcher } from "../../src/ir/print.js";
import type { Rule, Ruleset } from "../../src/ir/ruleset.js";
import { formatChance } from "../../src/net/chance.js";
import { keepsOut } from "./actions.js";
import { approximations } from "./approximations.js";
import type { LowerContext } from "./context.js";
import { tooDeep } from "./depth.js";
import { spellingsOf, type Dialect } from "./interfaces.js";
import { listIndex, setsOf } from "./lists.js";
import { lowerChains } from "./lower-chain.js";
import type { NftProgram } from "./model.js";
import { namesOf } from "./names.js";
import { refusals } from "./refusals.js";

/** The whole policy; what cannot be said is told before anything is lowered. */
export function lowerRuleset(ruleset: Ruleset, dialect: Dialect): Outcome<NftProgram> {
  const refused = refusals(ruleset, dialect);
  if (hasErrors(refused)) return { value: undefined, diagnostics: refused };
  const names = namesOf(ruleset);
  const sets = setsOf(ruleset, names);
  const context: LowerContext = {
    families: ruleset.families,
    names,
    spell: (nic) => spellingsOf(nic, dialect).flatMap((spelling) => spelling.names),
    setsOf: listIndex(sets),
    describe: inPolicyWords,
  };
  const { chains, meters, limits } = lowerChains(context, ruleset);
  const program: NftProgram = {
    policy: ruleset.policy,
    source: ruleset.source,
    table: names.table,
    sets,
    meters,
    limits,
    chains,
    renamings: names.renamings,
    binned: listsDropped(ruleset),
  };
  return outcome(program, [
    ...refused,
    ...tooDeep(ruleset, names, chains, dialect),
    ...approximations(ruleset, sets, dialect),
  ]);
}

/** The rule as the policy could have it, and its note. */
function inPolicyWords(rule: Rule): readonly string[] {
  const conditions = [...rule.matchers].reverse().map(printMatcher);
  if (rule.chance !== undefined) conditions.push(formatChance(rule.chance));
  conditions.push(...rule.rates.map(printRateMatcher));
  const actions = rule.actions.map((action) => printAction(action, new Map()));
  const words = [...conditions, "->", actions.join(", ")].join(" ");
  return rule.note === undefined ? [words] : [rule.note, words];
}

/** Lists of which a person will want to take somebody off: learnt, and dropped from. */
function listsDropped(ruleset: Ruleset): readonly string[] {
  const rules = ruleset.chains.flatMap((chain) => chain.rules);
  const dropped = rules
    .filter(keepsOut)
    .flatMap(({ matchers }) => matchers)
    .flatMap((matcher) =>
      matcher.kind === "address" && !matcher.negated && matcher.operand.kind === "list"
        ? [matcher.operand.list]
        : [],
    );
  const learnt = ruleset.lists.filter(({ dynamic }) => dynamic).map(({ name }) => name);
  return learnt.filter((name) => dropped.includes(name));
}
