import type { BinItem, LadderStatement, OddsItem, Rung, ServiceReference } from "../ast/nodes.js";
import { noteOf } from "../ast/notes.js";
import type { Chance } from "../net/chance.js";
import type { Span } from "../source/source-file.js";
import { familiesOf, type LowerContext } from "./lower-context.js";
import { lowerHook } from "./lower-hook.js";
import {
  drawUnlessCertain,
  inOrder,
  lowerAdd,
  lowerVerdict,
  serviceMatcher,
} from "./lower-rule.js";
import type { Action, Chain, Matcher, Rule } from "./ruleset.js";

/** The odds row of a ladder with one chance for each step. */
interface Row {
  readonly item: OddsItem;
  readonly matcher: Matcher | undefined;
}

const isNew: Matcher = { kind: "state", states: ["new"] };

/**
 * A ladder as the chain it stands for (LANGUAGE.md section 5): the exempt, the bin's action, the ignored,
 * the traps, then the odds from the bin's row down to the lowest rung, so that a packet climbs one rung at
 * the most. With a hook, a second chain leads there.
 */
export function lowerLadder(context: LowerContext, ladder: LadderStatement): readonly Chain[] {
  const families = familiesOf(context, ladder);
  const { trivia } = context.policy;
  const rule = (
    node: Pick<Rule, "origin" | "note">,
    matchers: readonly Matcher[],
    chance: Chance | undefined,
    actions: readonly Action[],
  ): Rule => ({
    families,
    matchers: inOrder(matchers),
    chance: chance && drawUnlessCertain(chance),
    rates: [],
    actions,
    origin: node.origin,
    note: node.note,
  });

  const exemptItems = ladder.items.filter((item) => item.kind === "exempt");
  const exempt = exemptItems.flatMap((item) => item.lists.map((list) => ({ item, list })));
  // One list is said on the jump; more would need a rule each there, so they return first in the chain.
  const onJump = ladder.hook !== undefined && exempt.length === 1 ? exempt[0] : undefined;

  const rules: Rule[] = [];
  if (onJump === undefined) {
    for (const { item, list } of exempt) {
      const node = { origin: list.span, note: noteOf(trivia, item) };
      rules.push(rule(node, [fromList(list.text)], undefined, [{ kind: "return" }]));
    }
  }
  const rungs = ladder.items.flatMap((item) => (item.kind === "rungs" ? item.rungs : []));
  const bin = ladder.items.find((item) => item.kind === "bin");
  if (bin !== undefined) {
    const end: Action = context.trial ? { kind: "count" } : binAction(bin);
    const node = { origin: bin.span, note: noteOf(trivia, bin) };
    rules.push(rule(node, [fromList(bin.bin.list.text)], undefined, [end]));
    for (const item of ladder.items) {
      if (item.kind !== "ignore") continue;
      const matchers = [isNew, serviceMatcher(context.symbols, item.services)];
      const ignored = { origin: item.span, note: noteOf(trivia, item) };
      rules.push(rule(ignored, matchers, undefined, [{ kind: "return" }]));
    }
    for (const item of ladder.items) {
      if (item.kind !== "trap") continue;
      const matchers = [isNew, serviceMatcher(context.symbols, item.services)];
      const trapped = { origin: item.span, note: noteOf(trivia, item) };
      rules.push(rule(trapped, matchers, undefined, [...binning(context, bin, item.span), end]));
    }
    for (const item of ladder.items) {
      if (item.kind !== "scan") continue;
      const scanned = { origin: item.span, note: noteOf(trivia, item) };
      const matchers: readonly Matcher[] = [isNew, { kind: "scan", scan: item.scan }];
      rules.push(rule(scanned, matchers, undefined, binning(context, bin, item.span)));
    }
    rules.push(...climbing(context, ladder, rungs, bin, rule));
  }
  const chain: Chain = {
    name: ladder.name.text,
    hook: undefined,
    rules,
    origin: ladder.span,
    note: noteOf(trivia, ladder),
  };
  if (ladder.hook === undefined) return [chain];
  const spared = onJump === undefined ? [] : [fromList(onJump.list.text, true)];
  const jump = rule(
    { origin: ladder.hook.span, note: onJump && noteOf(trivia, onJump.item) },
    spared,
    undefined,
    [{ kind: "jump", chain: chain.name }],
  );
  const hook = lowerHook(context, ladder.hook, ladder.place);
  const entry: Chain = { name: "", hook, rules: [jump], origin: ladder.hook.span, note: undefined };
  if (bin?.early !== true || context.trial) return [entry, chain];
  const early: Chain = {
    name: "",
    hook: { ...hook, point: "prerouting" },
    rules: earlyRules(
      exempt.map(({ list }) => list.text),
      bin,
      rule,
    ),
    origin: bin.span,
    note: undefined,
  };
  return [early, entry, chain];
}

/** The binned before connection tracking: the same people spared, the same people dropped. */
function earlyRules(
  exempt: readonly string[],
  bin: BinItem,
  rule: (
    node: Pick<Rule, "origin" | "note">,
    matchers: readonly Matcher[],
    chance: Chance | undefined,
    actions: readonly Action[],
  ) => Rule,
): readonly Rule[] {
  const node = { origin: bin.span, note: undefined };
  const spare = exempt.map((list) => rule(node, [fromList(list)], undefined, [{ kind: "return" }]));
  const drop = rule(node, [fromList(bin.bin.list.text)], undefined, [{ kind: "drop" }]);
  return [...spare, drop];
}

function fromList(list: string, negated = false): Matcher {
  return { kind: "address", side: "source", negated, operand: { kind: "list", list } };
}

function binAction({ action }: BinItem): Action {
  if (action === undefined) return { kind: "drop" };
  if (action.kind === "jump") return { kind: "jump", chain: action.chain.text };
  if (action.kind === "else") return { kind: "else", choices: action.choices.map(lowerVerdict) };
  return lowerVerdict(action);
}

/** What is done when a source is binned: the bin's log, then the entry. */
function binning(context: LowerContext, bin: BinItem, span: Span): readonly Action[] {
  const add = climb(context, bin.bin, span);
  return bin.log === undefined
    ? [add]
    : [{ kind: "log", prefix: bin.log.text, origin: bin.log.span }, add];
}

function climb(context: LowerContext, step: Rung, span: Span): Action {
  return lowerAdd(context.symbols, "source", step.list.text, step.timeout, span);
}

function climbing(
  context: LowerContext,
  ladder: LadderStatement,
  rungs: readonly Rung[],
  bin: BinItem,
  rule: (
    node: Pick<Rule, "origin" | "note">,
    matchers: readonly Matcher[],
    chance: Chance | undefined,
    actions: readonly Action[],
  ) => Rule,
): readonly Rule[] {
  const rows = oddsRows(context, ladder);
  const rules: Rule[] = [];
  for (let place = rungs.length; place >= 0; place--) {
    const below = rungs[place - 1];
    const step = rungs[place];
    for (const { item, matcher } of rows) {
      const chance = item.chances.length === 1 ? item.chances[0] : item.chances[place];
      const matchers = [isNew];
      if (matcher !== undefined) matchers.push(matcher);
      if (below !== undefined) matchers.push(fromList(below.list.text));
      const actions =
        step === undefined ? binning(context, bin, item.span) : [climb(context, step, item.span)];
      const node = { origin: item.span, note: noteOf(context.policy.trivia, item) };
      rules.push(rule(node, matchers, chance?.chance, actions));
    }
  }
  return rules;
}

/** `any` matches every connection, `other` those that no row with a service matches. */
function oddsRows(context: LowerContext, ladder: LadderStatement): readonly Row[] {
  const items = ladder.items.filter((item): item is OddsItem => item.kind === "odds");
  const named: ServiceReference[] = items.flatMap(({ subject }) =>
    subject.kind === "name" || subject.kind === "term" ? [subject] : [],
  );
  return items.map((item): Row => {
    switch (item.subject.kind) {
      case "any":
        return { item, matcher: undefined };
      case "other":
        return {
          item,
          matcher: named.length === 0 ? undefined : serviceMatcher(context.symbols, named, true),
        };
      case "name":
      case "term":
        return { item, matcher: serviceMatcher(context.symbols, [item.subject]) };
    }
  });
}
