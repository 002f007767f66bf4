import type { Diagnostic } from "../../src/diagnostics/diagnostic.js";
import type { Chain, HookPoint, Matcher, Rule, Ruleset } from "../../src/ir/ruleset.js";
import type { Family } from "../../src/net/family.js";
import type { RouterosCapabilities } from "./capabilities.js";
import { numbered } from "./names.js";
import { isInlined } from "./inlining.js";
import type { Block } from "./acting.js";
import { lowerRule, type RuleContext } from "./lower-rule.js";
import type { RouterosChain, RouterosHook } from "./model.js";

export interface ChainsContext {
  readonly ruleset: Ruleset;
  readonly capabilities: RouterosCapabilities;
  readonly owner: string;
  readonly listNames: ReadonlyMap<string, string>;
  readonly chainNames: ReadonlyMap<string, string>;
  readonly report: (diagnostic: Diagnostic) => void;
}

const hookPoints: readonly HookPoint[] = ["input", "forward", "output"];

/**
 * The chains of one family. Each is lowered when it is first asked for, since a jump to a chain that has no
 * rules in this family is left out, which may leave the chain it stands in without rules. Jumps never go round
 * in a circle (SB2004).
 */
export function lowerChains(
  context: ChainsContext,
  family: Family,
): { readonly hooks: readonly RouterosHook[]; readonly chains: readonly RouterosChain[] } {
  const { ruleset, chainNames } = context;
  const byName = new Map(ruleset.chains.map((chain) => [chain.name, chain]));
  const blocks = new Map<string, Block>();
  const taken = new Set(chainNames.values());

  const blockOf = (chain: Chain): Block => {
    const known = blocks.get(chain.name);
    if (known !== undefined) return known;
    const rules = rulesOf(chain, family).map((rule) => lowerRule(rule, ruleContext(chain)));
    const block = join(rules);
    blocks.set(chain.name, block);
    return block;
  };
  const ruleContext = (within: Chain): RuleContext => ({
    family,
    capabilities: context.capabilities,
    owner: context.owner,
    listNames: context.listNames,
    chainName: (name) => {
      const chain = byName.get(name);
      const isEmpty = chain === undefined || blockOf(chain).rules.length === 0;
      return isEmpty ? undefined : chainNames.get(name);
    },
    newHelper: () => {
      const helper = numbered(stemOf(within), taken);
      taken.add(helper);
      return helper;
    },
    report: context.report,
  });

  const stemOf = ({ name, hook }: Chain): string => {
    const spelled = chainNames.get(name) ?? name;
    return hook !== undefined && name === hook.point ? name : spelled;
  };

  const chains: RouterosChain[] = [];
  const hooked = new Map<HookPoint, Block[]>(hookPoints.map((point) => [point, []]));
  for (const chain of ruleset.chains) {
    const block = blockOf(chain);
    if (block.rules.length === 0) continue;
    const name = chainNames.get(chain.name) ?? chain.name;
    const { hook, note } = chain;
    if (hook !== undefined && isInlined(chain)) {
      hooked.get(hook.point)?.push(block);
      chains.push(...block.helpers);
      continue;
    }
    chains.push({ name, rules: block.rules, note }, ...block.helpers);
    if (hook !== undefined) {
      const entry = lowerRule(entryOf(chain, hook.interfaces, family), ruleContext(chain));
      hooked.get(hook.point)?.push(entry);
      chains.push(...entry.helpers);
    }
  }
  const hooks = [...hooked].map(([point, all]) => ({ point, rules: join(all).rules }));
  return { hooks: hooks.filter(({ rules }) => rules.length > 0), chains };
}

function join(blocks: readonly Block[]): Block {
  return {
    rules: blocks.flatMap(({ rules }) => rules),
    helpers: blocks.flatMap(({ helpers }) => helpers),
  };
}

/** The rules of a family, with the hook's narrowing where they stand in the built-in chain itself. */
function rulesOf(chain: Chain, family: Family): readonly Rule[] {
  const rules = chain.rules.filter(({ families }) => families.includes(family));
  const narrowing = chain.hook?.interfaces ?? [];
  if (!isInlined(chain) || narrowing.length === 0) return rules;
  return rules.map((rule) => ({ ...rule, matchers: [...narrowing, ...rule.matchers] }));
}

/** The way from a built-in chain into a hooked one, as a rule. */
function entryOf(chain: Chain, narrowing: readonly Matcher[], family: Family): Rule {
  return {
    families: [family],
    matchers: narrowing,
    chance: undefined,
    actions: [{ kind: "jump", chain: chain.name }],
    origin: chain.origin,
    note: chain.note,
  };
}
