import { describe, expect, test } from "vitest";
import type { Rule } from "../../src/ir/ruleset.js";
import { type FeatureName, featureNames, hookPoints } from "../../src/target/features.js";
import { actions, draws, hooks, ladderParts, matchers, places, verdicts } from "./kinds.js";
import { samples } from "./samples.js";
import { rulesetOf } from "./verdict.js";

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
