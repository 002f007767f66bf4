import type { Interface, Rule } from "../../src/ir/ruleset.js";
import type { Family } from "../../src/net/family.js";
import type { ListSets } from "./lists.js";
import type { Names } from "./names.js";

/** What lowering one rule needs to know of the whole. */
export interface LowerContext {
  /** The families of the policy. With one alone, the base chains let the other pass and no rule need test it. */
  readonly families: readonly Family[];
  readonly names: Names;
  /** The interface's names on this target. */
  spell(interfaceOfPolicy: Interface): readonly string[];
  setsOf(list: string, family: Family): ListSets;
  /** What a rule is shown as above its lines. */
  describe(rule: Rule): readonly string[];
}
