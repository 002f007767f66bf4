import { describe, expect, test } from "vitest";
import type { Condition, LadderItem, Place } from "../../src/ast/nodes.js";
import type { Action, HookPoint, Matcher, Rule, Verdict } from "../../src/ir/ruleset.js";
import { type FeatureName, featureNames, hookPoints } from "../../src/target/features.js";
import { samples } from "./samples.js";
import { rulesetOf } from "./verdict.js";

/**
 * The closed unions of the IR, and of the tree for what is sugar there, each kind with its cells. A kind that is
 * new to a union is a type error here until it has one.
 */
const matchers: Readonly<Record<Matcher["kind"], readonly FeatureName[]>> = {
  interface: ["interface", "several names of an interface", "interface list"],
  mac: ["mac"],
  address: ["list", "address"],
  length: ["length"],
  service: ["service", "icmp type"],
  flags: ["flags"],
  state: ["connection state"],
  connections: ["conns per source", "conns per network", "conns per destination"],
  scan: ["scan"],
};

const actions: Readonly<Record<Action["kind"], readonly FeatureName[]>> = {
  accept: ["accept"],
  drop: ["drop"],
  tarpit: ["tarpit"],
  reject: ["reject", "reject with tcp-reset"],
  else: ["… else …"],
  return: ["return"],
  jump: ["jump"],
  log: ['log "…"'],
  count: ["count"],
  add: ["add", "add … for", "add … for forever"],
};

const places: Readonly<Record<Place["kind"], FeatureName>> = {
  first: "place first",
  last: "place last",
  after: "place after",
};

/** Conditions that are no matchers in the IR. */
const draws: Readonly<Record<Exclude<Condition["kind"], Matcher["kind"]>, readonly FeatureName[]>> =
  {
    chance: ["odds", "odds with a fraction"],
    rate: ["limit", "limit per key", "over", "over per key"],
  };

const ladderParts: Readonly<Record<LadderItem["kind"], readonly FeatureName[]>> = {
  exempt: ["ladder exempt"],
  ignore: ["ladder ignore"],
  rungs: ["ladder rungs"],
  bin: ["ladder bin", "ladder bin log", "ladder bin early"],
  odds: ["ladder odds", "ladder odds any", "ladder odds other"],
  trap: ["ladder trap"],
  scan: ["ladder scan"],
};

const verdicts: Readonly<Record<Verdict["kind"], FeatureName>> = {
  accept: "accept",
  drop: "drop",
  tarpit: "tarpit",
  reject: "reject",
};

const hooks: Readonly<Record<HookPoint, true>> = {
  input: true,
  forward: true,
  output: true,
  prerouting: true,
};

/** Features that combine others, or are of lists, texts and hooks. */
const others: readonly FeatureName[] = [
  "several actions on one draw",
  "several actions and return on one draw",
  "list { … }",
  "list from",
  "list timeout",
  "list timeout with a fraction of a second",
  "list max",
  "list per",
  "hook",
  "hook in",
  "several chains at a hook",
  "names",
  "## note",
];

/** The rules of each sample of a feature, at `forward`, in both families. */
function rulesOf(feature: FeatureName): readonly (readonly Rule[])[] {
  return samples[feature].map((sample) =>
    rulesetOf(sample({ hook: "forward", family: "both" })).chains.flatMap(({ rules }) => rules),
  );
}

test("every hook has cells", () => {
  expect([...hookPoints].sort()).toEqual(Object.keys(hooks).sort());
});

test("every feature is of some part of the language, and every part has one", () => {
  const parts = [matchers, actions, draws, ladderParts].flatMap((union) => Object.values(union));
  const covered = [
    ...parts.flat(),
    ...Object.values(places),
    ...Object.values(verdicts),
    ...others,
  ];
  expect([...new Set(covered)].sort()).toEqual([...featureNames].sort());
  for (const part of parts) expect(part).not.toEqual([]);
});

describe("the policies of a feature have in the IR what they show", () => {
  const kinds = Object.entries(matchers).flatMap(([kind, names]) =>
    names.map((name) => [name, kind] as const),
  );
  test.each(kinds)("%s: a matcher `%s`", (name, kind) => {
    for (const rules of rulesOf(name)) {
      expect(rules.flatMap((rule) => rule.matchers.map((one) => one.kind))).toContain(kind);
    }
  });

  const ends = Object.entries(actions).flatMap(([kind, names]) =>
    names.map((name) => [name, kind] as const),
  );
  test.each(ends)("%s: an action `%s`", (name, kind) => {
    for (const rules of rulesOf(name)) {
      expect(rules.flatMap((rule) => rule.actions.map((one) => one.kind))).toContain(kind);
    }
  });

  test.each([...draws.rate])("%s: a rate", (name) => {
    for (const rules of rulesOf(name)) {
      expect(rules.flatMap(({ rates }) => rates).map(({ over }) => over)).toEqual([
        name.startsWith("over"),
      ]);
    }
  });

  test.each(Object.entries(places))("place %s", (kind, name) => {
    const [sample] = samples[name];
    const ruleset = rulesetOf(sample?.({ hook: "input", family: "both" }) ?? "");
    expect(ruleset.chains[0]?.hook?.place.kind).toBe(kind);
  });
});
