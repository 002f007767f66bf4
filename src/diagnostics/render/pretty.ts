import { positionOf, type SourceFile } from "../../source/source-file.js";
import type { Diagnostic, Suggestion } from "../diagnostic.js";
import { type Annotation, excerpt, type Row } from "./excerpt.js";
import { type Paint, painter } from "./paint.js";
import { onOneLine } from "./shown-text.js";
import { repairedLines } from "./repaired-lines.js";

export interface PrettyOptions {
  readonly colour: boolean;
  /** Columns to keep to; without them long lines of source are still cut, and sentences never. */
  readonly width?: number | undefined;
  /** What a file is called in messages; its own name unless said otherwise. */
  readonly nameOf?: (file: SourceFile) => string;
}

/** Source lines are cut to this where the terminal has no say. */
const usualWidth = 160;

/** A diagnostic for people: what is wrong, where, and the way out. Lines without a last line end. */
export function renderPretty(diagnostic: Diagnostic, options: PrettyOptions): string {
  const paint = painter(options.colour);
  const nameOf = options.nameOf ?? ((file: SourceFile): string => file.name);
  const annotations = annotationsOf(diagnostic);
  const gutter = gutterWidth(annotations, diagnostic.suggestion);
  const style = { paint, primary: diagnostic.severity };
  const width = (options.width ?? usualWidth) - gutter - 4;
  const bar = `${" ".repeat(gutter)} ${paint("gutter", "|")}`;

  const head = `${diagnostic.severity}[${diagnostic.code}]`;
  const lines = [
    paint(diagnostic.severity, head) + paint("message", `: ${onOneLine(diagnostic.message)}`),
  ];
  const unseen: Annotation[] = [];
  for (const [index, [file, group]] of byFile(annotations).entries()) {
    const arrow = index === 0 ? "-->" : ":::";
    const main = group.find(({ isPrimary }) => isPrimary) ?? group[0];
    const place = main === undefined ? "" : placeOf(main, nameOf);
    lines.push(`${" ".repeat(gutter)}${paint("gutter", arrow)} ${place}`);
    if (file.text === "") continue;
    const part = excerpt(file, group, style, width);
    unseen.push(...part.unseen);
    lines.push(bar, ...part.rows.map((row) => gutterRow(row, gutter, paint)));
  }
  const remarks = [
    ...unseen.map((label) => remark("note", `${label.caption} (${placeOf(label, nameOf)})`)),
    ...(diagnostic.help === undefined ? [] : [remark("help", onOneLine(diagnostic.help))]),
  ];
  const see = remark("see", `sinbinc explain ${diagnostic.code}`);
  lines.push(bar);
  const print = ({ sign, text }: Remark): void => {
    const start = `${" ".repeat(gutter)} = `;
    const indent = " ".repeat(start.length + sign.length + 2);
    const room = options.width === undefined ? Infinity : options.width - indent.length;
    const [first = "", ...rest] = wrap(text, room);
    lines.push(
      `${" ".repeat(gutter)} ${paint("gutter", "=")} ${paint("help", `${sign}:`)} ${first}`,
    );
    lines.push(...rest.map((line) => indent + line));
  };
  remarks.forEach(print);
  const { suggestion } = diagnostic;
  if (suggestion !== undefined) {
    print(remark("try", tryText(suggestion)));
    lines.push(...repairedLines(suggestion, gutter, width, paint));
  }
  print(see);
  return lines.join("\n");
}

/** `2 errors, 1 warning`; nothing when there is nothing to count. */
export function summary(diagnostics: readonly Diagnostic[]): string {
  const count = (severity: Diagnostic["severity"]): string[] => {
    const found = diagnostics.filter((diagnostic) => diagnostic.severity === severity).length;
    return found === 0 ? [] : [`${String(found)} ${severity}${found === 1 ? "" : "s"}`];
  };
  return [...count("error"), ...count("warning")].join(", ");
}

interface Remark {
  readonly sign: string;
  readonly text: string;
}

function remark(sign: string, text: string): Remark {
  return { sign, text };
}

function tryText({ replacement, span }: Suggestion): string {
  if (replacement === "") return "take it out";
  const what = `\`${onOneLine(replacement)}\``;
  return span.start === span.end ? `add ${what}` : what;
}

function annotationsOf({ span, caption, labels }: Diagnostic): readonly Annotation[] {
  return [
    { span, caption: onOneLine(caption ?? ""), isPrimary: true },
    ...labels.map((label) => ({
      span: label.span,
      caption: onOneLine(label.text),
      isPrimary: false,
    })),
  ];
}

/** The files in the order in which they are spoken of. */
function byFile(annotations: readonly Annotation[]): readonly [SourceFile, Annotation[]][] {
  const groups = new Map<SourceFile, Annotation[]>();
  for (const annotation of annotations) {
    const group = groups.get(annotation.span.file);
    if (group === undefined) groups.set(annotation.span.file, [annotation]);
    else group.push(annotation);
  }
  return [...groups];
}

function placeOf({ span }: Annotation, nameOf: (file: SourceFile) => string): string {
  const { line, column } = positionOf(span);
  return `${onOneLine(nameOf(span.file))}:${String(line)}:${String(column)}`;
}

/** Columns of the widest line number that is shown. */
function gutterWidth(
  annotations: readonly Annotation[],
  suggestion: Suggestion | undefined,
): number {
  const spans = annotations.map((annotation) => annotation.span);
  if (suggestion !== undefined) spans.push(suggestion.span);
  const lines = spans.map(
    ({ file, start, end }) => file.lines.positionAt(Math.max(start, end - 1)).line,
  );
  return Math.max(...lines.map((line) => String(line).length));
}

function gutterRow(row: Row, gutter: number, paint: Paint): string {
  if (row.gutter === "⋮") {
    const sign = paint("gutter", "⋮");
    return `${" ".repeat(gutter - 1)}${sign}${row.text === "" ? "" : `   ${row.text}`}`;
  }
  const number = paint("gutter", `${String(row.gutter).padStart(gutter)} |`);
  return row.text === "" ? number : `${number} ${row.text}`;
}

/** Breaks at spaces; a word longer than the line keeps a line of its own. */
function wrap(text: string, room: number): readonly string[] {
  if (text.length <= room) return [text];
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > Math.max(room, 20)) {
      lines.push(line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}
