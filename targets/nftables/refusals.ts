import type { Diagnostic } from "../../src/diagnostics/diagnostic.js";
import { report } from "../../src/diagnostics/report.js";
import type { Action, InterfaceMatcher, Rule, Ruleset } from "../../src/ir/ruleset.js";
import { formatTimeout } from "../../src/net/duration.js";
import {
  largestSet,
  longestComment,
  longestInterfaceName,
  longestLogPrefix,
  longestTimeoutDays,
} from "./capabilities.js";
import { impossibleActions } from "./check-actions.js";
import { figureFaults } from "./check-figures.js";
import { misplaced } from "./check-places.js";
import { type Dialect, spellingsOf } from "./interfaces.js";
import { spacedPrefix } from "./log-prefix.js";
import { hooksOf } from "./reach.js";
import { commentOf } from "./rule-lines.js";

/** What nft cannot carry, and figures that it rounds, in the order of the rules, each once. */
export function refusals(ruleset: Ruleset, dialect: Dialect): readonly Diagnostic[] {
  const found = new Map<string, Diagnostic>();
  for (const diagnostic of refusalsOf(ruleset, dialect)) {
    const { code, span, message } = diagnostic;
    found.set([code, span.start, span.end, message].join(" "), diagnostic);
  }
  return [...found.values()];
}

function* refusalsOf(ruleset: Ruleset, dialect: Dialect): Generator<Diagnostic> {
  const { title: target } = dialect;
  for (const { max, origin } of ruleset.lists) {
    if (max === undefined || max <= largestSet) continue;
    const help = `the most is \`max ${String(largestSet)}\``;
    yield report("SB5006", origin, { target, what: "the bound of a list as long" }, { help });
  }
  for (const chain of ruleset.chains) {
    const hooks = hooksOf(ruleset, chain);
    for (const matcher of chain.hook?.interfaces ?? []) yield* interfaceRefusals(matcher, dialect);
    for (const rule of chain.rules) {
      for (const matcher of rule.matchers) {
        if (matcher.kind === "interface") yield* interfaceRefusals(matcher, dialect);
      }
      for (const action of rule.actions) yield* actionRefusals(action, dialect);
      yield* misplaced(rule, hooks, target);
      yield* impossibleActions(rule, target);
      yield* figureFaults(rule, target);
      yield* commentRefusals(rule, dialect);
    }
  }
}

function* interfaceRefusals(
  { interface: nic }: InterfaceMatcher,
  dialect: Dialect,
): Generator<Diagnostic> {
  const { target, title } = dialect;
  const spellings = spellingsOf(nic, dialect);
  if (spellings.length === 0) yield report("SB5004", nic.origin, { name: nic.name, target });
  for (const { ofLists, names, origin } of spellings) {
    if (ofLists) {
      const help = `${title} has no interface lists; name the interfaces themselves`;
      yield report("SB5004", origin, { name: nic.name, target }, { help });
      continue;
    }
    for (const name of names) {
      const why = interfaceNameFault(name);
      if (why === undefined) continue;
      yield report("SB5003", origin, { target: title, what: `interface name \`${name}\``, why });
    }
  }
}

/** dev_valid_name of the kernel, and what nft cannot quote. */
function interfaceNameFault(name: string): string | undefined {
  if (name === "" || name === "*") return "it names no interface; leave the condition out for all";
  if (/[\s/:"\\\p{Cc}]/u.test(name)) return "Linux has no such interface names";
  if (bytesOf(name) <= longestInterfaceName) return undefined;
  return `interface names end at ${String(longestInterfaceName)} bytes`;
}

function* actionRefusals(action: Action, { title: target }: Dialect): Generator<Diagnostic> {
  if (action.kind === "log") {
    const why =
      quotingFault(action.prefix) ??
      (action.prefix.includes("$") ? "nft reads `$` as a variable" : undefined) ??
      lengthFault(spacedPrefix(action.prefix), longestLogPrefix);
    if (why !== undefined)
      yield report("SB5003", action.origin, { target, what: "log prefix", why });
  } else if (action.kind === "add" && action.timeout !== "forever") {
    if (action.timeout.milliseconds <= longestTimeoutDays * 86_400_000) return;
    const found = formatTimeout(action.timeout);
    const why = `its timers end at ${String(longestTimeoutDays)} days`;
    const help = "`forever` has no timer at all";
    yield report("SB5002", action.origin, { target, found, why }, { help });
  }
}

function* commentRefusals(rule: Rule, { title: target }: Dialect): Generator<Diagnostic> {
  const comment = commentOf(rule);
  const why = quotingFault(comment) ?? lengthFault(comment, longestComment);
  const what = "comment (the place in the policy, and the note)";
  if (why !== undefined) yield report("SB5003", rule.origin, { target, what, why });
}

function quotingFault(text: string): string | undefined {
  if (text.includes('"')) return 'nft knows no way to write `"` inside a text';
  return /\p{Cc}/u.test(text) ? "it holds a control character" : undefined;
}

function lengthFault(text: string, most: number): string | undefined {
  const found = bytesOf(text);
  return found <= most
    ? undefined
    : `it comes to ${String(found)} bytes, the most is ${String(most)}`;
}

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}
