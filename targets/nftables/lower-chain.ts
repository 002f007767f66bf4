import type { Chain, HookPoint, Ruleset } from "../../src/ir/ruleset.js";
import { originOf } from "../../src/source/source-file.js";
import { endsInReturn } from "./actions.js";
import { interfaceMatch } from "./conditions.js";
import type { LowerContext } from "./context.js";
import { lowerRule } from "./lower-rule.js";
import { hookPoints, type Match, type NftChain, type NftRule, type RuleGroup } from "./model.js";

interface LoweredChain {
  readonly groups: readonly RuleGroup[];
  readonly helpers: readonly NftChain[];
}

/** All chains: one base chain a hook, then the chains of the policy, each before its helpers. */
export function lowerChains(context: LowerContext, ruleset: Ruleset): readonly NftChain[] {
  const inlined = new Set(hookPoints.flatMap((point) => standingInBase(hookedAt(ruleset, point))));
  const lowered = new Map(
    ruleset.chains.map((chain) => [
      chain,
      lowerChain(context, inlined.has(chain) ? narrowed(chain) : chain),
    ]),
  );
  const base = hookPoints.flatMap((point) =>
    baseChain(context, ruleset, point, (chain) =>
      inlined.has(chain)
        ? [...headingOf(chain), ...(lowered.get(chain)?.groups ?? [])]
        : [entryOf(context, chain)],
    ),
  );
  const others = [...lowered].flatMap(([chain, { groups, helpers }]) =>
    inlined.has(chain) ? helpers : [regularChain(context, chain, groups), ...helpers],
  );
  return [...base, ...others];
}

function hookedAt(ruleset: Ruleset, point: HookPoint): readonly Chain[] {
  return ruleset.chains.filter((chain) => chain.hook?.point === point);
}

/**
 * The hooked chains whose rules can stand in the base chain itself: those that no interface narrows, or of
 * one rule, and that no `return` leaves while another chain follows on the hook.
 */
function standingInBase(hooked: readonly Chain[]): readonly Chain[] {
  return hooked.filter(
    (chain, index) =>
      (chain.hook?.interfaces.length === 0 || chain.rules.length === 1) &&
      (index === hooked.length - 1 || !chain.rules.some(({ actions }) => endsInReturn(actions))),
  );
}

/** A chain that stands in the base chain says in its rules what narrows its hook. */
function narrowed(chain: Chain): Chain {
  const interfaces = chain.hook?.interfaces ?? [];
  const rules = chain.rules.map((rule) => ({
    ...rule,
    matchers: [...interfaces, ...rule.matchers],
  }));
  return { ...chain, rules };
}

function lowerChain(context: LowerContext, chain: Chain): LoweredChain {
  const groups: RuleGroup[] = [];
  const helpers: NftChain[] = [];
  for (const rule of chain.rules) {
    const name = context.names.actions(chain.name, helpers.length + 1);
    const { group, helper } = lowerRule(context, rule, name);
    groups.push(group);
    if (helper !== undefined) helpers.push(helper);
  }
  return { groups, helpers };
}

function regularChain(context: LowerContext, chain: Chain, groups: readonly RuleGroup[]): NftChain {
  const remarks = chain.note === undefined ? [] : [chain.note];
  return { name: context.names.chain(chain.name), remarks, hook: undefined, groups };
}

/** The note of a chain that has no place of its own to bear it. */
function headingOf({ note }: Chain): readonly RuleGroup[] {
  return note === undefined ? [] : [{ remarks: [note], rules: [] }];
}

/** The way from the base chain into a hooked chain of its own. */
function entryOf(context: LowerContext, chain: Chain): RuleGroup {
  const interfaces = chain.hook?.interfaces ?? [];
  const rule: NftRule = {
    ...passing(interfaces.map((matcher) => interfaceMatch(context, matcher))),
    counter: true,
    end: { kind: "jump", chain: context.names.chain(chain.name) },
    comment: originOf(chain.origin),
  };
  return { remarks: [], rules: [rule] };
}

/** Nothing at all when the policy has no rules there. */
function baseChain(
  context: LowerContext,
  ruleset: Ruleset,
  point: HookPoint,
  groupsOf: (chain: Chain) => readonly RuleGroup[],
): readonly NftChain[] {
  const hooked = hookedAt(ruleset, point).filter(({ rules }) => rules.length > 0);
  if (hooked.length === 0) return [];
  const groups = [spared(context, point), ...hooked.flatMap(groupsOf)];
  return [{ name: point, remarks: [], hook: point, groups }];
}

/**
 * What no policy looks at: the host talking to itself, and IPv6 neighbour discovery, without which no host
 * would answer. A bridge shows the latter to the forward hook as well.
 */
function spared(context: LowerContext, point: HookPoint): RuleGroup {
  const rules: NftRule[] = [];
  if (point !== "forward") {
    const direction = point === "input" ? "in" : "out";
    rules.push(passing([{ kind: "interface", direction, negated: false, names: ["lo"] }]));
  }
  const [only] = context.families;
  if (context.families.length === 1 && only !== undefined) {
    const other = only === "ipv4" ? "ipv6" : "ipv4";
    rules.push(passing([{ kind: "family", family: other }]));
  }
  if (context.families.includes("ipv6")) rules.push(passing([{ kind: "neighbour-discovery" }]));
  return { remarks: [], rules };
}

function passing(matches: readonly Match[]): NftRule {
  return {
    matches,
    draw: undefined,
    counter: false,
    logs: [],
    guards: [],
    end: { kind: "return" },
    comment: undefined,
  };
}
