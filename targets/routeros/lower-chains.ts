import type { Diagnostic } from "../../src/diagnostics/diagnostic.js";
import type { Chain, HookPoint, Matcher, Place, Rule, Ruleset } from "../../src/ir/ruleset.js";
import type { Family } from "../../src/net/family.js";
import type { RouterosCapabilities } from "./capabilities.js";
import { numbered } from "./names.js";
import { isInlined } from "./inlining.js";
import type { Block } from "./acting.js";
import { lowerRule, type RuleContext } from "./lower-rule.js";
import { type RouterosChain, type Table, type TableProgram } from "./model.js";
import { placeKey } from "./places.js";
import { chainsIn } from "./table-chains.js";

export interface ChainsContext {
  readonly ruleset: Ruleset;
  readonly capabilities: RouterosCapabilities;
  readonly owner: string;
  readonly listNames: ReadonlyMap<string, string>;
  readonly chainNames: ReadonlyMap<string, string>;
  readonly report: (diagnostic: Diagnostic) => void;
}

const hookPoints: readonly HookPoint[] = ["input", "forward", "output", "prerouting"];

/** What enters a built-in chain at one place. */
interface Entrance {
  readonly point: HookPoint;
  readonly place: Place;
  readonly blocks: Block[];
}

/**
 * The chains of one table of one family. Each is lowered when it is first asked for, since a jump to a chain that has no
 * rules in this family is left out, which may leave the chain it stands in without rules. Jumps never go round
 * in a circle (SB2004).
 */
export function lowerChains(context: ChainsContext, family: Family, table: Table): TableProgram {
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
    table,
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
  const entrances = new Map<string, Entrance>();
  const entering = (point: HookPoint, place: Place): Block[] => {
    const key = placeKey(point, place);
    const entrance = entrances.get(key) ?? { point, place, blocks: [] };
    entrances.set(key, entrance);
    return entrance.blocks;
  };
  for (const chain of chainsIn(table, ruleset)) {
    const block = blockOf(chain);
    if (block.rules.length === 0) continue;
    const name = chainNames.get(chain.name) ?? chain.name;
    const { hook, note } = chain;
    if (hook !== undefined && isInlined(chain)) {
      entering(hook.point, hook.place).push(block);
      chains.push(...block.helpers);
      continue;
    }
    chains.push({ name, rules: block.rules, note }, ...block.helpers);
    if (hook !== undefined) {
      const entry = lowerRule(entryOf(chain, hook.interfaces, family), ruleContext(chain));
      entering(hook.point, hook.place).push(entry);
      chains.push(...entry.helpers);
    }
  }
  // The order of the file is that of the places (SB7001).
  const hooks = hookPoints.flatMap((point) =>
    [...entrances.values()]
      .filter((entrance) => entrance.point === point)
      .map(({ place, blocks: all }) => ({ point, place, rules: join(all).rules }))
      .filter(({ rules }) => rules.length > 0),
  );
  return { table, hooks, chains };
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
    rates: [],
    actions: [{ kind: "jump", chain: chain.name }],
    origin: chain.origin,
    note: chain.note,
  };
}
