import { type SourceFile, sourceFile } from "../../source/source-file.js";
import type { Suggestion } from "../diagnostic.js";
import { extentOf, viewLine } from "./line-view.js";
import type { Paint } from "./paint.js";

/** More lines than these are not shown; the suggestion itself is whole in the JSON output. */
const mostLines = 6;

/** The lines of a suggestion as they would be, with a `+` and a `~` under what is new. */
export function repairedLines(
  { span, replacement }: Suggestion,
  gutter: number,
  width: number,
  paint: Paint,
): readonly string[] {
  const { line: first } = span.file.lines.positionAt(span.start);
  const { line: last } = span.file.lines.positionAt(span.end);
  const repaired = repairedPart(span.file, first, last, { span, replacement });
  const start = span.start - span.file.lines.startOf(first);
  const lines: string[] = [];
  for (let index = 1; index <= Math.min(repaired.lines.lineCount, mostLines); index++) {
    const isFirst = index === 1;
    const length = extentOf(repaired, index).length;
    const focus = isFirst ? { start, end: start + replacement.length } : { start: 0, end: length };
    const view = viewLine(repaired, index, focus, width);
    const text = view.cells.map((cell) => cell.shown).join("");
    const shown = `${view.cutBefore ? "…" : ""}${text}${view.cutAfter ? "…" : ""}`;
    if (shown.trim() === "") continue;
    const number = paint("gutter", String(first + index - 1).padStart(gutter));
    lines.push(`${number} ${paint("added", "+")} ${shown.trimEnd()}`);
  }
  return lines;
}

/** Only the lines it touches: the rest of a long file need not be copied. */
function repairedPart(
  file: SourceFile,
  first: number,
  last: number,
  { span, replacement }: Suggestion,
): SourceFile {
  const start = file.lines.startOf(first);
  const tail = extentOf(file, last);
  // A line of megabytes is looked at around the repair only.
  const end = tail.start + tail.length;
  return sourceFile(
    file.name,
    file.text.slice(start, span.start) + replacement + file.text.slice(span.end, end),
  );
}
