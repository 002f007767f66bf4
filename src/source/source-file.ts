import { LineMap, type Position } from "./line-map.js";

/**
 * One source text and the name people know it by.
 *
 * Offsets are UTF-16 code units into `text`. A byte order mark is not part of `text`.
 */
export interface SourceFile {
  /** The name shown in messages and in the origin of device rules, with `/` between folders. */
  readonly name: string;
  readonly text: string;
  readonly lines: LineMap;
}

const byteOrderMark = "\uFEFF";

/** Wraps a text; a leading byte order mark is taken off. */
export function sourceFile(name: string, text: string): SourceFile {
  const body = text.startsWith(byteOrderMark) ? text.slice(1) : text;
  return { name, text: body, lines: new LineMap(body) };
}

/** One line of a file too long to be kept whole; its places are those of the file. */
export function sourceLine(name: string, text: string, line: number): SourceFile {
  return { name, text, lines: new LineMap(text, line) };
}

/** A half-open range `[start, end)` of one file. */
export interface Span {
  readonly file: SourceFile;
  readonly start: number;
  readonly end: number;
}

/** Where a span begins. */
export function positionOf(span: Span): Position {
  return span.file.lines.positionAt(span.start);
}

/** `edge.sbn:12`: how a rule on a device says where it came from. */
export function originOf(span: Span): string {
  return `${span.file.name}:${String(positionOf(span).line)}`;
}
