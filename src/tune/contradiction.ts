import type { ExpectStatement } from "../ast/expect-nodes.js";
import type { Goal } from "./goal.js";
import { search } from "./search.js";

/** The smallest set of expectations that no ladder meets together; the first of those, when there are several. */
export function contradiction(
  goals: readonly Goal[],
  rows: number,
  binTimer: number,
): readonly ExpectStatement[] {
  const statements = [...new Set(goals.map(({ statement }) => statement))];
  for (let size = 1; size < statements.length; size++) {
    for (const chosen of subsets(statements, size)) {
      const asked = goals.filter(({ statement }) => chosen.includes(statement));
      // What only asks to be banned, or only to be left alone, is met by the highest odds, or the lowest.
      const found = search(asked, rows, binTimer, true);
      if (found === undefined || found.margin < 0) return chosen;
    }
  }
  return statements;
}

function* subsets<T>(items: readonly T[], size: number): Generator<readonly T[]> {
  if (size === 0) {
    yield [];
    return;
  }
  for (const [index, item] of items.entries()) {
    for (const rest of subsets(items.slice(index + 1), size - 1)) yield [item, ...rest];
  }
}
