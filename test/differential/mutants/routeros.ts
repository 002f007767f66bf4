import {
  type ConditionProperty,
  type Conditions,
  conditionProperties,
  type FamilyProgram,
  type FilterRule,
  type RouterosProgram,
  type RuleAction,
} from "../../../targets/routeros/model.js";
import type { Mutant } from "./mutant.js";

/** Faults of the lowering to RouterOS, each wherever it can be. */
export const routerosMutants: readonly Mutant<RouterosProgram>[] = [
  ...conditionProperties.map((property) =>
    fault(`${property} lost`, { conditions: (all) => without(all, property) }),
  ),
  fault("a negation lost", {
    conditions: onValues((value, property) =>
      property === "limit" || property === "tcp-flags" ? value : value.replace(/^!/u, ""),
    ),
  }),
  fault("over inverted", {
    conditions: onValues((value, property) =>
      property === "limit" ? (value.startsWith("!") ? value.slice(1) : `!${value}`) : value,
    ),
  }),
  fault("over by address inverted", {
    rule: (rule) =>
      rule.conditions["dst-limit"] !== undefined && rule.action.kind === "return"
        ? { ...rule, action: { kind: "passthrough" } }
        : rule,
  }),
  fault("burst lost", {
    conditions: onValues((value, property) =>
      property === "limit" || property === "dst-limit" ? value.replace(/,\d+/u, ",1") : value,
    ),
  }),
  fault("a bucket for the other side", {
    conditions: onValues((value, property) =>
      property === "dst-limit"
        ? value.replace(/(src|dst)-address\//u, (_, side) =>
            side === "src" ? "dst-address/" : "src-address/",
          )
        : value,
    ),
  }),
  fault("odds of a tenth more", {
    conditions: onValues((value, property) =>
      property === "random" ? String(Math.min(99, Math.ceil(Number(value) * 1.1))) : value,
    ),
  }),
  fault("one connection more", {
    conditions: onValues((value, property) =>
      property === "connection-limit"
        ? value.replace(/^\d+/u, (most) => String(Number(most) + 1))
        : value,
    ),
  }),
  fault("the weights of a scan swapped", {
    conditions: onValues((value, property) =>
      property === "psd" ? value.replace(/,(\d+),(\d+)$/u, ",$2,$1") : value,
    ),
  }),
  fault("the last port of several lost", {
    conditions: onValues((value, property) =>
      property === "dst-port" ? value.replace(/,[^,]+$/u, "") : value,
    ),
  }),
  fault("flags that must not be set do not matter", {
    conditions: onValues((value, property) =>
      property === "tcp-flags"
        ? value
            .split(",")
            .filter((flag, index, all) => !flag.startsWith("!") || all.length === index + 1)
            .join(",")
        : value,
    ),
  }),
  fault("the ICMP types of the other family", {
    conditions: onValues((value, property) =>
      property === "icmp-options" ? value.replace(/\b8:/u, "128:") : value,
    ),
  }),

  fault("an entry of the wrong time", {
    action: (action) =>
      action.kind === "add" && action.timeout !== "none-dynamic"
        ? { ...action, timeout: "7m" }
        : action,
  }),
  fault("an entry for ever gets a time", {
    action: (action) =>
      action.kind === "add" && action.timeout === "none-dynamic"
        ? { ...action, timeout: "1h" }
        : action,
  }),
  fault("the other side is listed", {
    action: (action) =>
      action.kind === "add"
        ? { ...action, side: action.side === "source" ? "destination" : "source" }
        : action,
  }),
  fault("permanent members forgotten", {
    family: (program) => ({ ...program, lists: program.lists.slice(1) }),
  }),
  fault("a permanent member is no member under IPv6", {
    family: (program) => (program.family === "ipv6" ? { ...program, lists: [] } : program),
  }),

  fault("the last two rules swapped", {
    chain: (rules) => [...rules.slice(0, -2), ...rules.slice(-2).reverse()],
  }),
  fault("the first two rules swapped", {
    chain: (rules) => [...rules.slice(0, 2).reverse(), ...rules.slice(2)],
  }),
  fault("a rule is left out", { chain: (rules) => rules.slice(0, -1) }),
  fault("bin's drop after instead of before", {
    chain: (rules) => [
      ...rules.filter((rule) => !dropsMembers(rule)),
      ...rules.filter(dropsMembers),
    ],
  }),
  fault("an early bin without exempt", {
    family: (program) => ({
      ...program,
      tables: program.tables.map((table) =>
        table.table === "raw"
          ? {
              ...table,
              chains: table.chains.map((chain) => ({
                ...chain,
                rules: chain.rules.filter((rule) => !sparesMembers(rule)),
              })),
            }
          : table,
      ),
    }),
  }),
  fault("a family is left out", {
    family: (program) => (program.family === "ipv6" ? { ...program, tables: [] } : program),
  }),
  fault("what comes before connection tracking comes after it", {
    family: (program) => ({
      ...program,
      tables: program.tables.map((table) => ({
        ...table,
        hooks: table.hooks.map((hook) =>
          hook.point === "prerouting" ? { ...hook, point: "input" } : hook,
        ),
      })),
    }),
  }),
  fault("a chain at the wrong hook", {
    family: (program) => ({
      ...program,
      tables: program.tables.map((table) => ({
        ...table,
        hooks: table.hooks.map((hook) =>
          hook.point === "input" ? { ...hook, point: "forward" } : hook,
        ),
      })),
    }),
  }),

  fault("two draws for one", {
    family: (program) =>
      inHelpers(program, (inside, outside) => ({
        ...inside,
        conditions: { ...inside.conditions, ...only(outside, "random") },
      })),
  }),
  fault("a bucket for each part of a rule", { family: bucketsApart }),
  fault("exceptions of a helper chain lost", {
    chain: (rules, name) => (isHelper(name) ? rules.filter((rule) => !isReturn(rule)) : rules),
  }),

  fault("return for accept", {
    action: (action) => (action.kind === "accept" ? { kind: "return" } : action),
  }),
  fault("accept for return", {
    action: (action) => (action.kind === "return" ? { kind: "accept" } : action),
  }),
  fault("drop for reject", {
    action: (action) => (action.kind === "reject" ? { kind: "drop" } : action),
  }),
  fault("drop for tarpit", {
    action: (action) => (action.kind === "tarpit" ? { kind: "drop" } : action),
  }),
  fault("a reset for all protocols", {
    rule: (rule) =>
      rule.action.kind === "reject" && rule.action.answer === "tcp-reset"
        ? { ...rule, conditions: without(rule.conditions, "protocol") }
        : rule,
  }),
  fault("a log is lost", {
    rule: (rule) => (rule.action.kind === "log" ? rule : { ...rule, log: undefined }),
  }),
  fault("a log of its own is lost", {
    chain: (rules) => rules.filter(({ action }) => action.kind !== "log"),
  }),
];

interface Parts {
  readonly family?: (program: FamilyProgram) => FamilyProgram;
  readonly chain?: (rules: readonly FilterRule[], name: string) => readonly FilterRule[];
  readonly rule?: (rule: FilterRule) => FilterRule;
  readonly conditions?: (conditions: Conditions) => Conditions;
  readonly action?: (action: RuleAction) => RuleAction;
}

function fault(name: string, parts: Parts): Mutant<RouterosProgram> {
  const { family = same, chain = same, rule = same, conditions = same, action = same } = parts;
  const mutateRule = (before: FilterRule): FilterRule => {
    const after = rule(before);
    return {
      ...after,
      conditions: conditions(after.conditions),
      action: action(after.action),
    };
  };
  const ofRules = (rules: readonly FilterRule[], where: string): readonly FilterRule[] =>
    chain(rules, where).map(mutateRule);
  return {
    name,
    mutate: (program) => ({
      ...program,
      families: program.families.map(family).map((one) => ({
        ...one,
        tables: one.tables.map((table) => ({
          ...table,
          hooks: table.hooks.map((hook) => ({ ...hook, rules: ofRules(hook.rules, hook.point) })),
          chains: table.chains.map((each) => ({ ...each, rules: ofRules(each.rules, each.name) })),
        })),
      })),
    }),
  };
}

function same<T>(value: T): T {
  return value;
}

function without(conditions: Conditions, property: ConditionProperty): Conditions {
  const { [property]: lost, ...others } = conditions;
  return lost === undefined ? conditions : others;
}

function only(conditions: Conditions, property: ConditionProperty): Conditions {
  const value = conditions[property];
  return value === undefined ? {} : { [property]: value };
}

function onValues(
  change: (value: string, property: ConditionProperty) => string,
): (conditions: Conditions) => Conditions {
  return (conditions) => {
    const changed: Partial<Record<ConditionProperty, string>> = {};
    for (const property of conditionProperties) {
      const value = conditions[property];
      if (value !== undefined) changed[property] = change(value, property);
    }
    return changed;
  };
}

/** Of a chain `c` they are called `c.1`, `c.2` and so on. */
function isHelper(chain: string): boolean {
  return /\.\d+$/u.test(chain);
}

function isReturn({ action }: FilterRule): boolean {
  return action.kind === "return";
}

function dropsMembers({ conditions, action }: FilterRule): boolean {
  return action.kind === "drop" && isMember(conditions);
}

function sparesMembers({ conditions, action }: FilterRule): boolean {
  return action.kind === "return" && isMember(conditions);
}

function isMember(conditions: Conditions): boolean {
  const list = conditions["src-address-list"];
  return list !== undefined && !list.startsWith("!");
}

/** Changes the rules of helper chains by the conditions of the first rule that leads there. */
function inHelpers(
  program: FamilyProgram,
  change: (inside: FilterRule, outside: Conditions) => FilterRule,
): FamilyProgram {
  return {
    ...program,
    tables: program.tables.map((table) => {
      const all = [...table.hooks, ...table.chains].flatMap(({ rules }) => rules);
      const chains = table.chains.map((chain) => {
        const entry = all.find(
          ({ action }) => action.kind === "jump" && action.chain === chain.name,
        );
        if (!isHelper(chain.name) || entry === undefined) return chain;
        return { ...chain, rules: chain.rules.map((rule) => change(rule, entry.conditions)) };
      });
      return { ...table, chains };
    }),
  };
}

/** What several parts share a chain for is asked in each of them. */
function bucketsApart(program: FamilyProgram): FamilyProgram {
  return {
    ...program,
    tables: program.tables.map((table) => {
      const byName = new Map(table.chains.map((chain) => [chain.name, chain.rules]));
      const spread = (rule: FilterRule): readonly FilterRule[] => {
        const { action } = rule;
        if (action.kind !== "jump" || !isHelper(action.chain)) return [rule];
        const [inside, ...more] = byName.get(action.chain) ?? [];
        if (inside?.conditions.limit === undefined || more.length > 0) return [rule];
        return [{ ...inside, conditions: { ...rule.conditions, ...inside.conditions } }];
      };
      return {
        ...table,
        hooks: table.hooks.map((hook) => ({ ...hook, rules: hook.rules.flatMap(spread) })),
        chains: table.chains.map((chain) => ({ ...chain, rules: chain.rules.flatMap(spread) })),
      };
    }),
  };
}
