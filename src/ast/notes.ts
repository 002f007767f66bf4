import type { Commented, TriviaTable } from "./nodes.js";

/** The text of a node's `##` notes, joined with spaces; undefined when there are none. */
export function noteOf(trivia: TriviaTable, node: Commented): string | undefined {
  const own = trivia.get(node);
  if (own === undefined) return undefined;
  const text = [...own.leading, ...own.trailing]
    .filter((comment) => comment.isNote)
    .map((comment) => comment.text.replace(/^#+/u, "").trim())
    .filter((line) => line !== "")
    .join(" ");
  return text === "" ? undefined : text;
}
