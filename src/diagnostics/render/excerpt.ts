import type { SourceFile, Span } from "../../source/source-file.js";
import { type Focus, type LineView, viewLine } from "./line-view.js";
import { cellAt, isInView, type Mark, markRows, type MarkStyle } from "./mark-rows.js";

/** A span to be shown, with what is said beside it. */
export interface Annotation {
  readonly span: Span;
  readonly caption: string;
  readonly isPrimary: boolean;
}

/** A row of an excerpt; the caller puts the gutter before it. */
export interface Row {
  /** The line number, a sign that lines are left out, or nothing. */
  readonly gutter: number | "⋮" | "";
  readonly text: string;
}

export interface Excerpt {
  readonly rows: readonly Row[];
  /** Whose place in a long line was cut away; to be told in words. */
  readonly unseen: readonly Annotation[];
}

/** An annotation by lines and offsets in them. */
interface Located {
  readonly annotation: Annotation;
  readonly first: number;
  readonly start: number;
  readonly last: number;
  readonly end: number;
}

/** A span of several lines that is not longer than this is shown whole. */
const wholeLines = 4;

/** The lines of one file that some annotations are about, with marks under them. */
export function excerpt(
  file: SourceFile,
  annotations: readonly Annotation[],
  style: MarkStyle,
  width: number,
): Excerpt {
  const located = annotations.map((annotation) => locate(file, annotation));
  const rails = located
    .filter(({ first, last }) => last > first)
    .sort((a, b) => a.first - b.first || b.last - a.last);
  const budget = Math.max(40, width - (rails.length === 0 ? 0 : rails.length + 1));
  const unseen: Annotation[] = [];
  const rows: Row[] = [];
  let previous: number | undefined;
  for (const line of shownLines(located)) {
    if (previous !== undefined && line > previous + 1) {
      rows.push({ gutter: "⋮", text: railText(rails, previous + 1, style).trimEnd() });
    }
    const view = viewLine(file, line, focusOn(located, line), budget);
    rows.push(sourceRow(view, rails, line, style));
    rows.push(...railStarts(view, rails, line, style));
    const marks: Mark[] = [];
    for (const { annotation, first, last, start, end } of located) {
      if (first !== line || last !== line) continue;
      const { caption, isPrimary } = annotation;
      if (isInView(view, { start })) marks.push({ start, end, caption, isPrimary });
      else unseen.push(annotation);
    }
    if (marks.length > 0) {
      const rail = railText(rails, line, style, true);
      rows.push(...markRows(view, marks, style).map((text) => row(rail + text)));
    }
    rows.push(...railEnds(view, rails, line, style));
    previous = line;
  }
  return { rows, unseen };
}

function row(text: string): Row {
  return { gutter: "", text };
}

function locate(file: SourceFile, annotation: Annotation): Located {
  const { span } = annotation;
  const from = file.lines.positionAt(span.start);
  // A span that ends with its line's end is one of that line.
  const to = file.lines.positionAt(Math.max(span.start, span.end - 1));
  const end = span.end - file.lines.startOf(to.line);
  return {
    annotation,
    first: from.line,
    start: from.column - 1,
    last: to.line,
    end: Math.max(end, 0),
  };
}

/** The lines of the annotations, and those between that are too few to leave out. */
function shownLines(located: readonly Located[]): readonly number[] {
  const wanted = new Set<number>();
  for (const { first, last } of located) {
    const isShort = last - first < wholeLines;
    for (let line = first; line <= last; line++) {
      if (isShort || line === first || line === last) wanted.add(line);
      else line = last - 1;
    }
  }
  const lines = [...wanted].sort((a, b) => a - b);
  return lines.flatMap((line, index) => {
    const next = lines[index + 1];
    return next === line + 2 ? [line, line + 1] : [line];
  });
}

function focusOn(located: readonly Located[], line: number): Focus {
  const here = located.filter(({ first, last }) => first === line || last === line);
  const main = here.find(({ annotation }) => annotation.isPrimary) ?? here[0];
  if (main === undefined) return { start: 0, end: 0 };
  const start = main.first === line ? main.start : Math.max(0, main.end - 1);
  return { start, end: main.last === line ? main.end : start + 1 };
}

function sourceRow(view: LineView, rails: readonly Located[], line: number, style: MarkStyle): Row {
  const text = view.cells.map((cell) => cell.shown).join("");
  const shown = `${view.cutBefore ? "…" : ""}${text}${view.cutAfter ? "…" : ""}`;
  return { gutter: line, text: (railText(rails, line, style) + shown).trimEnd() };
}

/**
 * The rails to the left of a line: one column for each span of several lines.
 * @param below for the rows under the line, where what begins on the line has begun
 */
function railText(
  rails: readonly Located[],
  line: number,
  style: MarkStyle,
  below = false,
): string {
  if (rails.length === 0) return "";
  const signs = rails.map((rail) => {
    const isOpen = line > rail.first && line <= rail.last;
    const sign = isOpen || (below && line === rail.first) ? "|" : " ";
    return style.paint(roleOf(rail, style), sign === " " ? "" : sign) || " ";
  });
  return `${signs.join("")} `;
}

function roleOf(rail: Located, style: MarkStyle): "label" | MarkStyle["primary"] {
  return rail.annotation.isPrimary ? style.primary : "label";
}

/** ` ____^` under the first line of each span that begins here. */
function railStarts(
  view: LineView,
  rails: readonly Located[],
  line: number,
  style: MarkStyle,
): readonly Row[] {
  return rails
    .filter((rail) => rail.first === line)
    .map((rail) => row(corner(view, rails, rail, rail.start, " ", line, style)));
}

/** `|____^ caption` under the last line of each span that ends here. */
function railEnds(
  view: LineView,
  rails: readonly Located[],
  line: number,
  style: MarkStyle,
): readonly Row[] {
  return rails
    .filter((rail) => rail.last === line)
    .sort((a, b) => rails.indexOf(b) - rails.indexOf(a))
    .map((rail) => {
      const { caption } = rail.annotation;
      const text = corner(view, rails, rail, Math.max(0, rail.end - 1), "|", line, style);
      return row(caption === "" ? text : `${text} ${style.paint(roleOf(rail, style), caption)}`);
    });
}

function corner(
  view: LineView,
  rails: readonly Located[],
  rail: Located,
  offset: number,
  sign: "|" | " ",
  line: number,
  style: MarkStyle,
): string {
  const position = rails.indexOf(rail);
  const before = rails.slice(0, position).map((other) => {
    const isOpen = line >= other.first && line <= other.last;
    return isOpen ? style.paint(roleOf(other, style), "|") : " ";
  });
  const cells = view.cells.slice(0, cellAt(view, offset));
  const reach = cells.map(({ shown, width }) => (shown === "\t" ? "\t" : "_".repeat(width)));
  const mark = rail.annotation.isPrimary ? "^" : "-";
  const line_ = `${sign}${"_".repeat(rails.length - position)}${view.cutBefore ? "_" : ""}`;
  return before.join("") + style.paint(roleOf(rail, style), `${line_}${reach.join("")}${mark}`);
}
