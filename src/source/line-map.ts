/** A place in a text; both count from 1, columns in UTF-16 code units (a tab is one). */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/**
 * Offsets to lines and columns. A line ends with LF, CRLF or a lone CR.
 * The table is made at first use: most policies are compiled without a message.
 */
export class LineMap {
  private readonly text: string;
  private readonly before: number;
  private starts: readonly number[] | undefined;

  /** @param firstLine the number of the text's first line, for a piece of a longer one */
  constructor(text: string, firstLine = 1) {
    this.text = text;
    this.before = firstLine - 1;
  }

  get lineCount(): number {
    return this.table().length;
  }

  positionAt(offset: number): Position {
    const starts = this.table();
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: this.before + low + 1, column: offset - (starts[low] ?? 0) + 1 };
  }

  /** Offset of the first character of a line (from 1). */
  startOf(line: number): number {
    return this.table()[line - this.before - 1] ?? this.text.length;
  }

  /** A line's text without its end. */
  lineText(line: number): string {
    const raw = this.text.slice(this.startOf(line), this.startOf(line + 1));
    return raw.replace(/[\r\n]+$/u, "");
  }

  private table(): readonly number[] {
    this.starts ??= lineStarts(this.text);
    return this.starts;
  }
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (const end of text.matchAll(/\r\n|\r|\n/gu)) starts.push(end.index + end[0].length);
  return starts;
}
