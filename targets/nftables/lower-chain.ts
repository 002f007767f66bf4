import type { Chain, HookPoint, Ruleset } from "../../src/ir/ruleset.js";
import { originOf } from "../../src/source/source-file.js";
import { endsInReturn } from "./actions.js";
import { interfaceMatch } from "./conditions.js";
import type { LowerContext } from "./context.js";
import { lowerRule } from "./lower-rule.js";
import {
  type BaseChain,
  baseChains,
  type Match,
  type MeterSet,
  type NamedLimit,
  type NftChain,
  type NftRule,
  type RuleGroup,
} from "./model.js";
import { withPortDispatch } from "./port-dispatch.js";
import { withStateGate } from "./state-gate.js";

export interface LoweredChains {
  readonly chains: readonly NftChain[];
  readonly meters: readonly MeterSet[];
  readonly limits: readonly NamedLimit[];
}

interface LoweredChain {
  readonly groups: readonly RuleGroup[];
  readonly helpers: readonly NftChain[];
  readonly meters: readonly MeterSet[];
  readonly limits: readonly NamedLimit[];
}

/** All chains: a base chain or two a hook, then the chains of the policy, each before its helpers. */
export function lowerChains(context: LowerContext, ruleset: Ruleset): LoweredChains {
  const inlined = new Set(baseChains.flatMap((base) => standingInBase(hookedAt(ruleset, base))));
  const lowered = new Map(
    ruleset.chains.map((chain) => [
      chain,
      lowerChain(context, inlined.has(chain) ? narrowed(chain) : chain),
    ]),
  );
  const base = baseChains.flatMap((hook) =>
    baseChain(context, ruleset, hook, (chain) =>
      inlined.has(chain)
        ? [...headingOf(chain), ...(lowered.get(chain)?.groups ?? [])]
        : [entryOf(context, chain)],
    ),
  );
  const others = [...lowered].flatMap(([chain, { groups, helpers }]) =>
    inlined.has(chain) ? helpers : [regularChain(context, chain, groups), ...helpers],
  );
  const meters = [...lowered.values()].flatMap((chain) => chain.meters);
  return {
    chains: withPortDispatch([...base, ...others].map(withStateGate)),
    meters: [...new Map(meters.map((meter) => [meter.name, meter])).values()],
    limits: [...lowered.values()].flatMap((chain) => chain.limits),
  };
}

/** A place behind a comment is one among the rules of RouterOS; here it is the first. */
function hookedAt(ruleset: Ruleset, { point, last }: BaseChain): readonly Chain[] {
  return ruleset.chains.filter(
    ({ hook }) => hook?.point === point && (hook.place.kind === "last") === last,
  );
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
  const meters: MeterSet[] = [];
  const limits: NamedLimit[] = [];
  let count = 1;
  for (const rule of chain.rules) {
    const lowered = lowerRule(context, rule, { chain: chain.name, count });
    groups.push(lowered.group);
    helpers.push(...lowered.helpers);
    meters.push(...lowered.meters);
    limits.push(...lowered.limits);
    if (lowered.helpers.length + lowered.meters.length + lowered.limits.length > 0) count++;
  }
  return { groups, helpers, meters, limits };
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
  hook: BaseChain,
  groupsOf: (chain: Chain) => readonly RuleGroup[],
): readonly NftChain[] {
  const hooked = hookedAt(ruleset, hook).filter(({ rules }) => rules.length > 0);
  if (hooked.length === 0) return [];
  const groups = [spared(context, hook.point), ...hooked.flatMap(groupsOf)];
  return [{ name: hook.name, remarks: [], hook, groups }];
}

/**
 * What no policy looks at: the host talking to itself, and IPv6 neighbour discovery, without which no host
 * would answer. A bridge shows the latter to the forward hook as well.
 */
function spared(context: LowerContext, point: HookPoint): RuleGroup {
  const rules: NftRule[] = [];
  if (point !== "forward") {
    const direction = point === "output" ? "out" : "in";
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
    tests: [],
    counter: false,
    logs: [],
    guards: [],
    end: { kind: "return" },
    comment: undefined,
  };
}
