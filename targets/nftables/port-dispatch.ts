import { jumpDepths } from "./depth.js";
import { deepestJump } from "./capabilities.js";
import type { Match, NftChain, NftRule, PortCase, ProtocolPorts, RuleGroup } from "./model.js";

/** From here on one look into a map costs less than asking the rules in turn (measured: 25 ns a rule). */
const longRun = 16;

/**
 * Long runs of rules, each for ports of its own, become one look into a map of ports, with a chain for each rule:
 * a packet has one port, so that it meets one of them at the most, and their order says nothing.
 */
export function withPortDispatch(chains: readonly NftChain[]): readonly NftChain[] {
  const dispatched = chains.flatMap(dispatching);
  if (dispatched.length === chains.length) return chains;
  // The chains of a map lie one jump deeper.
  const deepest = Math.max(0, ...jumpDepths(dispatched).values());
  return deepest <= deepestJump ? dispatched : chains;
}

function dispatching(chain: NftChain): readonly NftChain[] {
  const groups: RuleGroup[] = [];
  const inside: NftChain[] = [];
  for (const run of runsOf(chain.groups)) {
    if (run.length < longRun) {
      groups.push(...run.map(({ group }) => group));
      continue;
    }
    const state = commonState(run);
    const chains = run.map((turn, index) =>
      caseChain(`port_${chain.name}_${String(inside.length + index + 1)}`, turn, state),
    );
    const cases = run.flatMap(({ pairs }, index) =>
      pairs.map((pair): PortCase => ({ ...pair, chain: chains[index]?.name ?? "" })),
    );
    inside.push(...chains);
    const matches = state === undefined ? [] : [state];
    const rule: NftRule = { ...plain, matches, end: { kind: "ports", cases } };
    groups.push({ remarks: [`By port, ${String(run.length)} rules.`], rules: [rule] });
  }
  return inside.length === 0 ? [chain] : [{ ...chain, groups }, ...inside];
}

const plain: NftRule = {
  matches: [],
  tests: [],
  counter: false,
  logs: [],
  guards: [],
  end: undefined,
  comment: undefined,
};

/** A group of rules; without ports it can be part of no run. */
interface Turn {
  readonly group: RuleGroup;
  readonly pairs: readonly ProtocolPorts[];
}

/** All groups in order, those in a row together whose ports are disjoint. */
function runsOf(groups: readonly RuleGroup[]): readonly (readonly Turn[])[] {
  const runs: Turn[][] = [];
  let taken = new Set<string>();
  for (const group of groups) {
    const pairs = pairsOf(group);
    const ports = pairs.flatMap(portsOf);
    if (runs.length === 0 || ports.length === 0 || ports.some((port) => taken.has(port))) {
      runs.push([]);
      taken = new Set();
    }
    runs.at(-1)?.push({ group, pairs });
    for (const port of ports) taken.add(port);
    // What follows a group without ports begins anew.
    if (ports.length === 0) runs.push([]);
  }
  return runs;
}

/** A rule for more ports than this is no candidate. */
const manyPorts = 1024;

function portsOf({ protocol, range: { first, last } }: ProtocolPorts): readonly string[] {
  return Array.from(
    { length: last - first + 1 },
    (_, offset) => `${protocol} ${String(first + offset)}`,
  );
}

/** The ports without which a packet meets no rule of the group; none when there is no saying. */
function pairsOf(group: RuleGroup): readonly ProtocolPorts[] {
  // From a chain entered by the map, `return` and `goto` would lead to the rest of the run.
  if (group.rules.some(({ end }) => end?.kind === "return" || end?.kind === "goto")) return [];
  const test = widestTest(group);
  return test === undefined ? [] : pairsOfTest(test);
}

function countOf(test: PortTest): number {
  return pairsOfTest(test).reduce((sum, { range }) => sum + range.last - range.first + 1, 0);
}

/** The test of ports, if every rule has one, that all the others' ports are among. */
function widestTest({ rules }: RuleGroup): PortTest | undefined {
  const tests = rules.map(portTestOf).filter((test) => test !== undefined);
  if (tests.length < rules.length || tests.some((test) => countOf(test) > manyPorts)) {
    return undefined;
  }
  const [first, ...others] = tests;
  if (first === undefined || others.every((other) => sameTest(first, other))) return first;
  return tests.find((test) => {
    const ports = new Set(pairsOfTest(test).flatMap(portsOf));
    return tests
      .flatMap(pairsOfTest)
      .every((pair) => portsOf(pair).every((port) => ports.has(port)));
  });
}

type PortTest = Extract<Match, { kind: "ports" | "shared-ports" | "protocol-ports" }>;

function portTestOf({ matches }: NftRule): PortTest | undefined {
  return matches.find(isPortTest);
}

function isPortTest(match: Match): match is PortTest {
  if (match.kind === "ports") return !match.negated;
  return match.kind === "shared-ports" || match.kind === "protocol-ports";
}

/** @param other of any kind; tests of addresses have no JSON */
function sameTest(one: PortTest | StateTest, other: Match | undefined): boolean {
  return one.kind === other?.kind && JSON.stringify(one) === JSON.stringify(other);
}

function pairsOfTest(test: PortTest): readonly ProtocolPorts[] {
  switch (test.kind) {
    case "ports":
      return test.ports.map((range) => ({ protocol: test.protocol, range }));
    case "shared-ports":
      return test.protocols.flatMap((protocol) => test.ports.map((range) => ({ protocol, range })));
    case "protocol-ports":
      return test.pairs;
  }
}

type StateTest = Extract<Match, { kind: "states" }>;

/** The test of the state that all rules of a run have, if they do: then it is made before the map is looked into. */
function commonState(run: readonly Turn[]): StateTest | undefined {
  const tests = run.flatMap(({ group }) => group.rules.map(stateTestOf));
  const [first] = tests;
  if (first === undefined) return undefined;
  return tests.every((test) => sameTest(first, test)) ? first : undefined;
}

function stateTestOf({ matches }: NftRule): StateTest | undefined {
  return matches.find((match) => match.kind === "states");
}

/** What is left to ask of a packet to these ports. */
function caseChain(name: string, { group }: Turn, state: StateTest | undefined): NftChain {
  const asked = [state, widestTest(group)].filter((test) => test !== undefined);
  const rules = group.rules.map((rule) => ({
    ...rule,
    matches: rule.matches.filter((match) => !asked.some((test) => sameTest(test, match))),
  }));
  return { name, remarks: [], hook: undefined, groups: [{ ...group, rules }] };
}
