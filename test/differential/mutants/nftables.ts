import type {
  End,
  Match,
  NftChain,
  NftProgram,
  NftRule,
  RuleGroup,
  Test,
} from "../../../targets/nftables/model.js";
import type { Mutant } from "./mutant.js";

/** Faults of the lowering to nftables, each wherever it can be. */
export const nftMutants: readonly Mutant<NftProgram>[] = [
  fault("add for update", { rule: addedOnce }),
  fault("an update for ever instead of for a time", {
    end: (end) => (end.kind === "update" ? { ...end, timeout: "forever" } : end),
  }),
  fault("an update of the wrong time", {
    end: (end) =>
      end.kind === "update" && end.timeout !== "forever"
        ? { ...end, timeout: { milliseconds: end.timeout.milliseconds + 1000 } }
        : end,
  }),
  fault("the other side is listed", {
    end: (end) =>
      end.kind === "update"
        ? { ...end, side: end.side === "source" ? "destination" : "source" }
        : end,
  }),
  fault("a network is listed by its address", {
    end: (end) => (end.kind === "update" ? { ...end, per: undefined } : end),
  }),
  fault("a network is looked for by its address", {
    matches: onMatch((match) => (match.kind === "set" ? { ...match, per: undefined } : match)),
  }),
  fault("permanent members are not guarded", { rule: (rule) => ({ ...rule, guards: [] }) }),
  fault("a list has no bound", {
    program: (program) => ({
      ...program,
      sets: program.sets.map((set) => ("size" in set ? { ...set, size: 65_535 } : set)),
    }),
  }),
  fault("a list's prefixes are forgotten", {
    program: (program) => ({
      ...program,
      sets: program.sets.map((set) =>
        set.kind === "intervals"
          ? { ...set, members: { ipv4: new Float64Array(), ipv6: [] } }
          : set,
      ),
    }),
  }),

  fault("the last two rules swapped", { chain: (chain) => ofGroups(chain, lastTwoSwapped) }),
  fault("the first two rules swapped", {
    chain: (chain) => (chain.hook === undefined ? ofGroups(chain, firstTwoSwapped) : chain),
  }),
  fault("the actions of a rule in another order", {
    chain: (chain) =>
      chain.name.startsWith("actions_")
        ? ofGroups(chain, (groups) =>
            groups.map((group) => ({ ...group, rules: [...group.rules].reverse() })),
          )
        : chain,
  }),
  fault("bin's drop after instead of before", {
    chain: (chain) =>
      ofGroups(chain, (groups) => [
        ...groups.filter((group) => !dropsMembers(group)),
        ...groups.filter(dropsMembers),
      ]),
  }),
  fault("an early bin without exempt", {
    chain: (chain) =>
      chain.hook?.point === "prerouting"
        ? ofGroups(chain, (groups) => groups.filter((group) => !sparesMembers(group)))
        : chain,
  }),
  fault("a rule is left out", { chain: (chain) => ofGroups(chain, (all) => all.slice(0, -1)) }),

  fault("two draws for one", {
    tests: (tests) => tests.flatMap((test) => Array<Test>(test.kind === "draw" ? 2 : 1).fill(test)),
  }),
  fault("a draw for each action", { program: drawnForEachAction }),
  fault("a draw that holds when it should not", {
    tests: onTest((test) => (test.kind === "draw" ? { ...test, fails: !test.fails } : test)),
  }),
  fault("odds of a tenth more", {
    tests: onTest((test) =>
      test.kind === "draw"
        ? { ...test, part: Math.min(test.whole, Math.ceil(test.part * 1.1)) }
        : test,
    ),
  }),
  fault("tests in another order", { tests: (tests) => [...tests].reverse() }),
  fault("burst lost", {
    tests: onTest((test) =>
      "bucket" in test ? { ...test, bucket: { ...test.bucket, burst: 1 } } : test,
    ),
  }),
  fault("over inverted", {
    tests: onTest((test) =>
      test.kind === "limit" || test.kind === "meter" ? { ...test, over: !test.over } : test,
    ),
  }),
  fault("a bucket for each line of a rule", { program: bucketsApart }),
  fault("a bucket for the other side", {
    tests: onTest((test) =>
      test.kind === "meter" && test.key.sides.length === 1
        ? { ...test, key: { ...test.key, sides: test.key.sides.map(otherSide) } }
        : test,
    ),
  }),
  fault("one connection more", {
    tests: onTest((test) =>
      test.kind === "connections" ? { ...test, most: test.most + 1 } : test,
    ),
  }),
  fault("connections of addresses, not of networks", {
    tests: onTest((test) =>
      test.kind === "connections" ? { ...test, key: { ...test.key, per: undefined } } : test,
    ),
  }),

  lost("the source", (match) => isAddress(match) && match.side === "source"),
  lost("the destination", (match) => isAddress(match) && match.side === "destination"),
  lost("the family", ({ kind }) => kind === "family"),
  lost("the interface", ({ kind }) => kind === "interface"),
  lost("the state", ({ kind }) => kind === "states"),
  lost("the ports", ({ kind }) => ["ports", "shared-ports", "protocol-ports"].includes(kind)),
  lost("the protocol", ({ kind }) => kind === "protocols"),
  lost("the ICMP type", ({ kind }) => kind === "icmp"),
  lost("the flags", ({ kind }) => kind === "flags"),
  lost("the length", ({ kind }) => kind === "length"),
  lost("the MAC address", ({ kind }) => kind === "mac"),
  fault("a negation of addresses lost", {
    matches: onMatch((match) => (isAddress(match) ? { ...match, negated: false } : match)),
  }),
  fault("a negation of anything else lost", {
    matches: onMatch((match) =>
      "negated" in match && !isAddress(match) ? { ...match, negated: false } : match,
    ),
  }),
  fault("the last port of several lost", {
    matches: onMatch((match) =>
      "ports" in match && match.ports.length > 1
        ? { ...match, ports: match.ports.slice(0, -1) }
        : match,
    ),
  }),
  fault("flags that must not be set do not matter", {
    matches: onMatch((match) => (match.kind === "flags" ? { ...match, unset: [] } : match)),
  }),

  fault("a state gate turns back new connections", {
    rule: (rule) => (isStateGate(rule) ? { ...rule, matches: withNew(rule.matches) } : rule),
  }),
  fault("a state gate lets everybody through", {
    chain: (chain) =>
      ofGroups(chain, (groups) => groups.filter(({ rules }) => !rules.some(isStateGate))),
  }),
  fault("cases of a map of ports swapped", {
    end: (end) =>
      end.kind === "ports"
        ? {
            ...end,
            cases: end.cases.map((one, index) => ({
              ...one,
              chain: end.cases[(index + 1) % end.cases.length]?.chain ?? one.chain,
            })),
          }
        : end,
  }),

  fault("jump for goto", {
    end: (end) => (end.kind === "goto" ? { ...end, kind: "jump" } : end),
  }),
  fault("goto for jump", {
    end: (end) => (end.kind === "jump" ? { ...end, kind: "goto" } : end),
  }),
  fault("return for accept", {
    end: (end) => (end.kind === "accept" ? { kind: "return" } : end),
  }),
  fault("accept for return", {
    rule: (rule) =>
      rule.end?.kind === "return" && rule.comment !== undefined
        ? { ...rule, end: { kind: "accept" } }
        : rule,
  }),
  fault("drop for reject", {
    end: (end) => (end.kind === "reject" ? { kind: "drop" } : end),
  }),
  fault("a reset for all protocols", {
    rule: (rule) =>
      rule.end?.kind === "reject" && rule.end.answer === "tcp-reset"
        ? { ...rule, matches: rule.matches.filter(({ kind }) => kind !== "protocols") }
        : rule,
  }),
  fault("a log is lost", { rule: (rule) => ({ ...rule, logs: rule.logs.slice(1) }) }),
  fault("a gate turns nobody back", {
    chain: (chain) =>
      chain.name.startsWith("gate_")
        ? ofRules(chain, (rule) => (rule.tests.length > 0 ? { ...rule, end: undefined } : rule))
        : chain,
  }),
  fault("a chain at the wrong hook", {
    chain: (chain) =>
      chain.hook?.point === "forward"
        ? { ...chain, hook: { ...chain.hook, point: "input" } }
        : chain,
  }),
];

interface Parts {
  readonly program?: (program: NftProgram) => NftProgram;
  readonly chain?: (chain: NftChain) => NftChain;
  readonly rule?: (rule: NftRule) => NftRule;
  readonly matches?: (matches: readonly Match[]) => readonly Match[];
  readonly tests?: (tests: readonly Test[]) => readonly Test[];
  readonly end?: (end: End) => End;
}

function fault(name: string, parts: Parts): Mutant<NftProgram> {
  const { program: whole = same, chain = same, rule = same, matches, tests, end } = parts;
  const mutateRule = (before: NftRule): NftRule => {
    const after = rule(before);
    return {
      ...after,
      matches: matches?.(after.matches) ?? after.matches,
      tests: tests?.(after.tests) ?? after.tests,
      end: after.end && (end?.(after.end) ?? after.end),
    };
  };
  return {
    name,
    mutate: (program) => {
      const mutated = whole(program);
      return {
        ...mutated,
        chains: mutated.chains.map((one) => ofRules(chain(one), mutateRule)),
      };
    },
  };
}

/** A condition that the rules no longer ask. */
function lost(what: string, isIt: (match: Match) => boolean): Mutant<NftProgram> {
  return fault(`${what} lost`, { matches: (all) => all.filter((match) => !isIt(match)) });
}

function same<T>(value: T): T {
  return value;
}

function onMatch(change: (match: Match) => Match): (all: readonly Match[]) => readonly Match[] {
  return (all) => all.map(change);
}

function onTest(change: (test: Test) => Test): (all: readonly Test[]) => readonly Test[] {
  return (all) => all.map(change);
}

function ofGroups(
  chain: NftChain,
  change: (groups: readonly RuleGroup[]) => readonly RuleGroup[],
): NftChain {
  return { ...chain, groups: change(chain.groups) };
}

function ofRules(chain: NftChain, change: (rule: NftRule) => NftRule): NftChain {
  return ofGroups(chain, (groups) =>
    groups.map((group) => ({ ...group, rules: group.rules.map(change) })),
  );
}

type AddressMatch = Extract<Match, { kind: "set" | "addresses" }>;

function isAddress(match: Match): match is AddressMatch {
  return match.kind === "set" || match.kind === "addresses";
}

/** `add` leaves an element that is there as it is. */
function addedOnce(rule: NftRule): NftRule {
  const { end } = rule;
  if (end?.kind !== "update") return rule;
  const { set, family, side, per } = end;
  const guard: Match = { kind: "set", family, side, negated: true, set, per };
  return { ...rule, guards: [...rule.guards, guard] };
}

function lastTwoSwapped(groups: readonly RuleGroup[]): readonly RuleGroup[] {
  return [...groups.slice(0, -2), ...groups.slice(-2).reverse()];
}

function firstTwoSwapped(groups: readonly RuleGroup[]): readonly RuleGroup[] {
  return [...groups.slice(0, 2).reverse(), ...groups.slice(2)];
}

function testsList({ matches }: NftRule): boolean {
  return matches.some((match) => match.kind === "set" && !match.negated);
}

function dropsMembers({ rules }: RuleGroup): boolean {
  return rules.some((rule) => rule.end?.kind === "drop" && testsList(rule));
}

function sparesMembers({ rules }: RuleGroup): boolean {
  return rules.some((rule) => rule.end?.kind === "return" && testsList(rule));
}

/** The actions in the place of the jump to the chain that holds them. */
function drawnForEachAction(program: NftProgram): NftProgram {
  const helpers = new Map(program.chains.map((chain) => [chain.name, chain]));
  const spread = (rule: NftRule): readonly NftRule[] => {
    const { end } = rule;
    const isHelper = end?.kind === "jump" && end.chain.startsWith("actions_");
    if (!isHelper || !rule.tests.some(({ kind }) => kind === "draw")) return [rule];
    const inside = helpers.get(end.chain)?.groups.flatMap(({ rules }) => rules) ?? [];
    return inside.map((one, index) => ({
      ...one,
      matches: [...rule.matches, ...one.matches],
      tests: rule.tests,
      logs: index === 0 ? rule.logs : [],
    }));
  };
  const chains = program.chains.map((chain) =>
    ofGroups(chain, (groups) =>
      groups.map((group) => ({ ...group, rules: group.rules.flatMap(spread) })),
    ),
  );
  return { ...program, chains };
}

function bucketsApart(program: NftProgram): NftProgram {
  const limits = new Map(program.limits.map((limit) => [limit.name, limit]));
  const apart = (test: Test): Test => {
    const limit = test.kind === "named-limit" ? limits.get(test.name) : undefined;
    return limit === undefined ? test : { ...limit, kind: "limit" };
  };
  const chains = program.chains.map((chain) =>
    ofRules(chain, (rule) => ({ ...rule, tests: rule.tests.map(apart) })),
  );
  return { ...program, chains };
}

function otherSide(side: "source" | "destination"): "source" | "destination" {
  return side === "source" ? "destination" : "source";
}

/** It stands for no rule of the policy, and so it has no place in it. */
function isStateGate({ matches, end, comment }: NftRule): boolean {
  const isAlone = matches.length === 1 && matches[0]?.kind === "states";
  return isAlone && end?.kind === "return" && comment === undefined;
}

function withNew(matches: readonly Match[]): readonly Match[] {
  return matches.map((match) =>
    match.kind === "states" ? { ...match, states: [...match.states, "new"] } : match,
  );
}
