import type { Conditions } from "./model.js";

/**
 * The packets a matcher picks, in RouterOS's terms: those that meet one of the alternatives and none of the
 * exceptions. One RouterOS rule tests a single conjunction, so anything else becomes several rules.
 */
export interface Selection {
  /** Empty picks nothing; one without properties picks everything. */
  readonly alternatives: readonly Conditions[];
  /** No packet meets two of the alternatives: they may stand in rules one after the other. */
  readonly exclusive: boolean;
  readonly exceptions: readonly Conditions[];
}

export const everything: Selection = { alternatives: [{}], exclusive: true, exceptions: [] };
export const nothing: Selection = { alternatives: [], exclusive: true, exceptions: [] };

/** What meets one conjunction. */
export function only(conditions: Conditions): Selection {
  return { alternatives: [conditions], exclusive: true, exceptions: [] };
}

/** What meets one of these, of which no packet meets two. */
export function oneOf(alternatives: readonly Conditions[]): Selection {
  return { alternatives, exclusive: true, exceptions: [] };
}

/** What meets any of these, of which a packet may meet several. */
export function anyOf(alternatives: readonly Conditions[]): Selection {
  return { alternatives, exclusive: alternatives.length < 2, exceptions: [] };
}

/** What meets none of these. */
export function noneOf(exceptions: readonly Conditions[]): Selection {
  return { alternatives: [{}], exclusive: true, exceptions };
}

/** A conjunction of selections, sorted by what it takes to test it. */
export interface Conjunction {
  /** No packet meets two of these. */
  readonly parts: readonly Conditions[];
  /** A packet may meet several; `[{}]` when there is nothing of the kind. */
  readonly overlapping: readonly Conditions[];
  readonly exceptions: readonly Conditions[];
}

/** All of them at once. Selections of one rule use different properties, so conditions never clash. */
export function conjunctionOf(selections: readonly Selection[]): Conjunction {
  return {
    parts: product(selections.filter(({ exclusive }) => exclusive)),
    overlapping: product(selections.filter(({ exclusive }) => !exclusive)),
    exceptions: selections.flatMap(({ exceptions }) => exceptions),
  };
}

function product(selections: readonly Selection[]): readonly Conditions[] {
  let combined: readonly Conditions[] = [{}];
  for (const { alternatives } of selections) {
    combined = combined.flatMap((left) => alternatives.map((right) => ({ ...left, ...right })));
  }
  return combined;
}
