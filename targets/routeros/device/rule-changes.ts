import type { RuleChanges } from "../../../src/device/plan.js";
import { longestCommon, without } from "../../../src/device/longest-common.js";
import { contentKey } from "./content.js";
import type { ChainContent } from "./generation.js";
import { rowText } from "./row-text.js";

/** What becomes of the rules between two generations, in order, chain by chain. */
export function ruleChanges(
  old: readonly ChainContent[],
  wanted: readonly ChainContent[],
): RuleChanges {
  const before = linesOf(old);
  const after = linesOf(wanted);
  const common = longestCommon(
    before.map(({ key }) => key),
    after.map(({ key }) => key),
  );
  return {
    removed: without(before, common).map(({ text }) => text),
    added: without(after, common).map(({ text }) => text),
    kept: common.length,
  };
}

interface Line {
  readonly key: string;
  readonly text: string;
}

function linesOf(chains: readonly ChainContent[]): readonly Line[] {
  return chains
    .toSorted((a, b) => (a.base < b.base ? -1 : 1))
    .flatMap(({ base, rules }) =>
      rules.map((content) => ({
        key: `${base} ${contentKey(content)}`,
        text: rowText({ chain: base, ...content }),
      })),
    );
}
