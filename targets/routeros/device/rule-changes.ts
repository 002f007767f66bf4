import type { RuleChanges } from "../../../src/device/plan.js";
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
    removed: without(before, common),
    added: without(after, common),
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

/** @param common a subsequence of the lines' keys */
function without(lines: readonly Line[], common: readonly string[]): readonly string[] {
  const rest: string[] = [];
  let next = 0;
  for (const { key, text } of lines) {
    if (next < common.length && key === common[next]) next++;
    else rest.push(text);
  }
  return rest;
}

/** Past so many pairs the middle is shown as changed; a plan is no place to wait. */
const mostPairs = 4_000_000;

/** The longest common subsequence, by the table of lengths (Wagner and Fischer 1974), ends trimmed first. */
function longestCommon(a: readonly string[], b: readonly string[]): readonly string[] {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (
    end < a.length - start &&
    end < b.length - start &&
    a[a.length - 1 - end] === b[b.length - 1 - end]
  ) {
    end++;
  }
  const head = a.slice(0, start);
  const tail = end === 0 ? [] : a.slice(-end);
  return [
    ...head,
    ...middle(a.slice(start, a.length - end), b.slice(start, b.length - end)),
    ...tail,
  ];
}

function middle(a: readonly string[], b: readonly string[]): readonly string[] {
  if (a.length * b.length === 0 || a.length * b.length > mostPairs) return [];
  const width = b.length + 1;
  const lengths = new Uint32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      lengths[i * width + j] =
        a[i] === b[j]
          ? (lengths[(i + 1) * width + j + 1] ?? 0) + 1
          : Math.max(lengths[(i + 1) * width + j] ?? 0, lengths[i * width + j + 1] ?? 0);
    }
  }
  const common: string[] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    const one = a[i];
    if (one !== undefined && one === b[j]) {
      common.push(one);
      i++;
      j++;
    } else if ((lengths[(i + 1) * width + j] ?? 0) >= (lengths[i * width + j + 1] ?? 0)) {
      i++;
    } else {
      j++;
    }
  }
  return common;
}
