import type { LineView } from "./line-view.js";
import type { Paint, Role } from "./paint.js";

/** A span within one line, in the line's offsets. */
export interface Mark {
  readonly start: number;
  readonly end: number;
  readonly caption: string;
  readonly isPrimary: boolean;
}

/** How marks look: carets for what it is about, dashes for what helps to understand. */
export interface MarkStyle {
  readonly paint: Paint;
  /** The role of the primary marks: that of the severity. */
  readonly primary: Role;
}

/** A mark in cells of the view. */
interface Placed {
  readonly from: number;
  readonly to: number;
  readonly caption: string;
  readonly sign: "^" | "-";
  readonly role: Role;
}

/** Whether a mark can be seen in a view that may be cut. */
export function isInView(view: LineView, mark: { readonly start: number }): boolean {
  const first = view.cells[0]?.offset ?? 0;
  if (view.cutBefore && mark.start < first) return false;
  return !view.cutAfter || mark.start < view.end;
}

/**
 * The rows under a source line: the marks with the caption of the last one, then the other captions from
 * right to left, each on a row of its own below its mark.
 */
export function markRows(
  view: LineView,
  marks: readonly Mark[],
  style: MarkStyle,
): readonly string[] {
  const placed = marks
    .map((mark) => place(view, mark, style))
    .sort((a, b) => a.from - b.from || b.to - a.to);
  const signs = new Map<number, Sign>();
  // Primary marks last, so that they stay whole where two overlap.
  for (const mark of [...placed].sort((a, b) => Number(a.sign === "^") - Number(b.sign === "^"))) {
    for (const index of signCells(view, mark)) {
      signs.set(index, { text: mark.sign, role: mark.role });
    }
  }
  const last = placed.at(-1);
  const end = Math.max(...placed.map((mark) => mark.to));
  const inline = last !== undefined && last.to >= end ? last : undefined;
  const tail = inline === undefined || inline.caption === "" ? "" : ` ${inline.caption}`;
  const rows = [drawRow(view, signs, end, style.paint, tail, inline?.role)];
  const waiting = placed.filter((mark) => mark !== inline && mark.caption !== "");
  if (waiting.length > 0) rows.push(connectors(view, waiting, style));
  while (waiting.length > 0) {
    const mark = waiting.pop();
    if (mark === undefined) break;
    const bars = barsOf(waiting.filter((other) => other.from < mark.from));
    rows.push(drawRow(view, bars, mark.from, style.paint, mark.caption, mark.role));
  }
  return rows;
}

interface Sign {
  readonly text: string;
  readonly role: Role;
}

function place(view: LineView, mark: Mark, style: MarkStyle): Placed {
  const from = cellAt(view, mark.start);
  const to = Math.max(from + 1, mark.end > mark.start ? cellAt(view, mark.end) : 0);
  return {
    from,
    to,
    caption: mark.caption,
    sign: mark.isPrimary ? "^" : "-",
    role: mark.isPrimary ? style.primary : "label",
  };
}

/** The cell at an offset; past the shown text, the place after its last cell. */
export function cellAt(view: LineView, offset: number): number {
  const index = view.cells.findIndex((cell) => cell.offset + cell.units > offset);
  return index < 0 ? view.cells.length : index;
}

/** Under a tab stands nothing, so that it jumps as far as above; unless the mark is tabs only. */
function signCells(view: LineView, { from, to }: Placed): readonly number[] {
  const indices = Array.from({ length: to - from }, (_, index) => from + index);
  const plain = indices.filter((index) => view.cells[index]?.shown !== "\t");
  return plain.length > 0 ? plain : [to - 1];
}

function barsOf(marks: readonly Placed[]): ReadonlyMap<number, Sign> {
  return new Map(marks.map((mark) => [mark.from, { text: "|", role: mark.role }]));
}

function connectors(view: LineView, marks: readonly Placed[], style: MarkStyle): string {
  const end = Math.max(...marks.map((mark) => mark.from + 1));
  return drawRow(view, barsOf(marks), end, style.paint);
}

/** A row that keeps to the columns of the line above: signs where there are some, else white space. */
function drawRow(
  view: LineView,
  signs: ReadonlyMap<number, Sign>,
  end: number,
  paint: Paint,
  tail = "",
  tailRole: Role = "label",
): string {
  const runs: { text: string; role: Role | undefined }[] = [];
  const put = (text: string, role: Role | undefined): void => {
    const run = runs.at(-1);
    if (run !== undefined && run.role === role) run.text += text;
    else runs.push({ text, role });
  };
  if (view.cutBefore) put(" ", undefined);
  for (let index = 0; index < end; index++) {
    const cell = view.cells[index];
    const sign = signs.get(index);
    const isTab = cell?.shown === "\t";
    if (sign === undefined) {
      put(isTab ? "\t" : " ".repeat(cell?.width ?? 1), undefined);
      continue;
    }
    // A bar is one column wide also under what is wider; the rest is space.
    const width = cell?.width ?? 1;
    const isBar = sign.text === "|";
    put(isBar ? "|" : sign.text.repeat(width), sign.role);
    if (isBar && width > 1) put(" ".repeat(width - 1), undefined);
    if (isTab && index < end - 1) put("\t", undefined);
  }
  if (tail !== "") put(tail, tailRole);
  return runs.map(({ text, role }) => (role === undefined ? text : paint(role, text))).join("");
}
