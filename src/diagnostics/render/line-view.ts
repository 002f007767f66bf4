import type { LineMap } from "../../source/line-map.js";
import type { SourceFile } from "../../source/source-file.js";
import { type Cell, cellsOf } from "./shown-text.js";

/** The part of one source line that is shown. */
export interface LineView {
  readonly cells: readonly Cell[];
  /** Offset in the line of the first thing after the cells. */
  readonly end: number;
  readonly cutBefore: boolean;
  readonly cutAfter: boolean;
}

/** Offsets in a line that must be seen. */
export interface Focus {
  readonly start: number;
  readonly end: number;
}

const tabWidth = 8;

/** What is kept in sight before a span that is itself too long for the line. */
const lead = 8;

/**
 * One line, cut around what matters when it is too wide. A line of megabytes is never walked as a whole.
 * @param budget columns there are
 */
export function viewLine(file: SourceFile, line: number, focus: Focus, budget: number): LineView {
  const { start, length } = extentOf(file, line);
  const first = length <= 4 * budget ? 0 : Math.max(0, focus.start - 2 * budget);
  const last = length <= 4 * budget ? length : Math.min(length, focus.start + 3 * budget);
  const cells = cellsOf(file.text.slice(start + first, start + last)).map((cell) =>
    first === 0 ? cell : { ...cell, offset: cell.offset + first },
  );
  return cut(cells, { first, last, length }, focus, budget);
}

/** Where a line begins, and how long it is without its end. */
export function extentOf(
  { text, lines }: { readonly text: string; readonly lines: LineMap },
  line: number,
): { readonly start: number; readonly length: number } {
  const start = lines.startOf(line);
  let end = line < lines.lineCount ? lines.startOf(line + 1) : text.length;
  while (end > start && /[\r\n]/u.test(text.charAt(end - 1))) end--;
  return { start, length: end - start };
}

function cut(
  cells: readonly Cell[],
  part: { readonly first: number; readonly last: number; readonly length: number },
  focus: Focus,
  budget: number,
): LineView {
  const widthOf = (cell: Cell): number => (cell.shown === "\t" ? tabWidth : cell.width);
  const ends: number[] = [];
  let total = 0;
  for (const cell of cells) ends.push((total += widthOf(cell)));
  const isWhole = part.first === 0 && part.last === part.length;
  if (isWhole && total <= budget) {
    return { cells, end: part.length, cutBefore: false, cutAfter: false };
  }
  const startsAt = (offset: number): number => {
    const index = cells.findIndex((cell) => cell.offset >= offset);
    return index < 0 ? total : (ends[index - 1] ?? 0);
  };
  const room = budget - 2; // for `…` on either side
  const from = startsAt(focus.start);
  const to = Math.max(from + 1, startsAt(focus.end));
  const left = leftEdge(from, to, room, part.first === 0);
  const kept = cells.filter((_, index) => {
    const end = ends[index] ?? 0;
    return (ends[index - 1] ?? 0) >= left && end <= left + room;
  });
  const shownEnd = endOf(kept, focus.start);
  return {
    cells: kept,
    end: shownEnd,
    cutBefore: (kept[0]?.offset ?? 0) > 0,
    cutAfter: shownEnd < part.length,
  };
}

function leftEdge(from: number, to: number, room: number, fromLineStart: boolean): number {
  if (fromLineStart && to <= room - lead) return 0;
  const span = to - from;
  const before = span >= room - 2 * lead ? lead : Math.floor((room - span) / 2);
  return Math.max(0, from - before);
}

function endOf(cells: readonly Cell[], otherwise: number): number {
  const last = cells.at(-1);
  if (last === undefined) return otherwise;
  return last.offset + last.units;
}
