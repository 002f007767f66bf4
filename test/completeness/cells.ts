import type { Outcome } from "../../src/diagnostics/diagnostic.js";
import type { Ruleset } from "../../src/ir/ruleset.js";
import {
  cellOf,
  type Cell,
  familyChoices,
  type FeatureName,
  featureNames,
  hookPoints,
} from "../../src/target/features.js";
import type { BackEnd } from "../../src/target/target.js";
import { samples } from "./samples.js";
import { compiled } from "./verdict.js";

/** A policy that shows a feature at one hook, in one family or both. */
export interface Shown {
  readonly feature: FeatureName;
  readonly cell: Cell;
  readonly policy: string;
  readonly outcome: Outcome<Ruleset>;
}

const known = new Map<string, Outcome<Ruleset>>();

/** The policies of a feature, with what a version of a target says of them. */
export function shown(target: BackEnd, version: string, feature: FeatureName): readonly Shown[] {
  const features = target.capabilities(version)?.features;
  if (features === undefined) throw new Error(`${target.id} has no version ${version}`);
  return hookPoints.flatMap((hook) =>
    familyChoices.flatMap((family) =>
      samples[feature].map((sample): Shown => {
        const policy = sample({ hook, family });
        const outcome = known.get(policy) ?? compiled(policy);
        known.set(policy, outcome);
        return { feature, cell: cellOf(features[feature], hook, family), policy, outcome };
      }),
    ),
  );
}

export function allShown(target: BackEnd, version: string): readonly Shown[] {
  return featureNames.flatMap((feature) => shown(target, version, feature));
}
