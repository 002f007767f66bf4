import type { CheckedPolicy } from "../check/check.js";
import { printRuleset } from "../ir/print.js";
import type { Chain, HookPoint, Rule, Ruleset } from "../ir/ruleset.js";
import { familyName } from "../net/family.js";
import { originOf, type Span } from "../source/source-file.js";
import { describeLadder } from "./describe-ladder.js";
import { describeLists } from "./describe-lists.js";
import { describeInterface, describeRule, inWords } from "./describe-rule.js";

/** A policy in words: its lists, what happens to a packet at each hook, its ladders, and these as chains. */
export function* explainPolicy(
  { policy, symbols }: CheckedPolicy,
  ruleset: Ruleset,
): Generator<string> {
  const families = inWords(ruleset.families.map(familyName), "and");
  yield `Policy ${ruleset.policy} (${ruleset.source}), for ${families}`;
  if (ruleset.lists.length > 0) {
    yield "";
    yield "Lists";
    yield* describeLists(ruleset);
  }
  for (const point of hookPoints) yield* describeHook(ruleset, point);
  const ladders = policy.statements.filter((statement) => statement.kind === "ladder");
  const laddered = new Set(ladders.map((ladder) => ladder.name.text));
  for (const ladder of ladders) {
    yield "";
    yield* describeLadder(symbols, ladder);
  }
  for (const chain of ruleset.chains) {
    if (chain.hook !== undefined || laddered.has(chain.name)) continue;
    yield "";
    yield `Chain ${chain.name} (${originOf(chain.origin)}), entered by jump`;
    yield* describeSteps(chain);
  }
  if (ladders.length === 0) return;
  yield "";
  yield "The same, with each ladder spelled out as a chain";
  yield "";
  for (const line of printRuleset(ruleset)) yield line === "" ? "" : `  ${line}`;
}

const hookPoints: readonly HookPoint[] = ["prerouting", "input", "forward", "output"];

const places: Readonly<Record<HookPoint, string>> = {
  prerouting: "A packet as it comes in, before connection tracking (prerouting)",
  input: "A packet for this device (input)",
  forward: "A packet that passes through this device (forward)",
  output: "A packet that this device sends (output)",
};

function* describeHook({ chains }: Ruleset, point: HookPoint): Generator<string> {
  const hooked = chains.filter(({ hook }) => hook?.point === point);
  if (hooked.length === 0) return;
  yield "";
  yield places[point];
  let number = 1;
  for (const chain of hooked) {
    if (chain.note !== undefined) yield `  “${chain.note}”`;
    const narrowed = chain.hook?.interfaces ?? [];
    if (narrowed.length > 0) {
      yield `  Only if it is ${narrowed.map(describeInterface).join(" and ")} (${originOf(chain.origin)}):`;
    }
    number = yield* describeSteps(chain, number);
  }
  yield "  Whatever meets no accept and no drop goes on to what else the device has.";
}

/** One numbered sentence a rule. @returns the next number */
function* describeSteps({ rules }: Chain, first = 1): Generator<string, number> {
  if (rules.length === 0) yield "  No rules: every packet goes on.";
  let number = first;
  for (const rule of rules) yield `  ${String(number++)}. ${withPlace(rule)}`;
  return number;
}

/** The sentence of a rule, where it stands, and the note its writer left. */
export function withPlace(rule: Rule): string {
  const note = rule.note === undefined ? "" : ` “${rule.note}”`;
  return `${describeRule(rule)} (${originOf(rule.origin)})${note}`;
}

/** Whether a span has a part on a line. */
export function isOnLine({ file, start, end }: Span, line: number): boolean {
  const first = file.lines.positionAt(start).line;
  const last = file.lines.positionAt(Math.max(start, end - 1)).line;
  return first <= line && line <= last;
}
