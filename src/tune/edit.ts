import type { LadderStatement, Rung } from "../ast/nodes.js";
import type { Suggestion } from "../diagnostics/diagnostic.js";
import { formatDuration } from "../net/duration.js";
import { oddsRows } from "./ladder-goals.js";
import type { Plan } from "./plan.js";

/** The edits that make a ladder what a plan says: the rungs, the odds, and nothing else of the file. */
export function editsOf(
  ladder: LadderStatement,
  plan: Plan,
  taken: ReadonlySet<string>,
): readonly Suggestion[] {
  const [rungsItem, ...others] = ladder.items.filter((item) => item.kind === "rungs");
  const rows = oddsRows(ladder.items);
  const edits: Suggestion[] = [];
  if (rungsItem !== undefined) {
    const known = [rungsItem, ...others].flatMap((item) => item.rungs);
    const names = rungNames(ladder, known, plan.rungs, taken);
    const timer = formatDuration({ milliseconds: plan.timer });
    const text = names.map((name) => `${name} ${timer}`).join(", ");
    edits.push({ span: rungsItem.span, replacement: `rungs  ${text}` });
    for (const { span } of others) edits.push({ span, replacement: "" });
  }
  for (const [index, { span, chances }] of rows.entries()) {
    const [first] = chances;
    if (first === undefined) continue;
    const levels = plan.odds[index] ?? [];
    const isEven = levels.every((level) => level === levels[0]);
    const words = (isEven ? levels.slice(0, 1) : levels).map((level) => `${String(level)}%`);
    // What stands before the odds, the row's word and service, stays as it is written.
    const last = chances.at(-1) ?? first;
    edits.push({
      span: { file: span.file, start: first.span.start, end: last.span.end },
      replacement: words.join(" "),
    });
  }
  return edits;
}

/** The names that are there, and more in the manner of the last one: `sin_2`, `sin_3`. */
function rungNames(
  ladder: LadderStatement,
  known: readonly Rung[],
  count: number,
  taken: ReadonlySet<string>,
): readonly string[] {
  const names = known.slice(0, count).map(({ list }) => ladderText(ladder, list.span));
  const own = known.map(({ list }) => list.text);
  const stem = (own.at(-1) ?? `${ladder.name.text}_0`).replace(/[^A-Za-z0-9_-]/gu, "_");
  const [, base = stem, digits = ""] = /^(.*?)(\d*)$/u.exec(stem) ?? [];
  for (let number = Number(digits || "1") + 1; names.length < count; number++) {
    const name = `${/^[A-Za-z_]/u.test(base) ? base : `rung_${base}`}${String(number)}`;
    if (!taken.has(name)) names.push(name);
  }
  return names;
}

function ladderText({ span }: LadderStatement, { start, end }: Suggestion["span"]): string {
  return span.file.text.slice(start, end);
}

/** The text of a file with edits in any order that do not overlap. */
export function edited(text: string, edits: readonly Suggestion[]): string {
  let result = text;
  for (const { span, replacement } of [...edits].sort((a, b) => b.span.start - a.span.start)) {
    result = result.slice(0, span.start) + replacement + result.slice(span.end);
  }
  return result;
}
