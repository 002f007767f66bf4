import type { Position } from "../../source/line-map.js";
import type { SourceFile, Span } from "../../source/source-file.js";
import type { Diagnostic } from "../diagnostic.js";

/** A range in lines and columns, which count from 1; columns in UTF-16 units, `end` is just past it. */
export interface JsonRange {
  readonly start: Position;
  readonly end: Position;
}

/** A diagnostic for programs. */
export interface JsonDiagnostic extends JsonRange {
  readonly code: string;
  readonly severity: Diagnostic["severity"];
  readonly message: string;
  readonly file: string;
  readonly help: string | null;
  readonly labels: readonly (JsonRange & { readonly file: string; readonly message: string })[];
  /** Put `replacement` in the place of the range. */
  readonly suggestion: (JsonRange & { readonly replacement: string }) | null;
}

/** The one document of `check --format json`. */
export interface JsonReport {
  readonly diagnostics: readonly JsonDiagnostic[];
}

/** @param nameOf what a file is called; its own name unless said otherwise */
export function jsonReport(
  diagnostics: readonly Diagnostic[],
  nameOf: (file: SourceFile) => string = (file) => file.name,
): JsonReport {
  return { diagnostics: diagnostics.map((diagnostic) => jsonDiagnostic(diagnostic, nameOf)) };
}

function jsonDiagnostic(
  diagnostic: Diagnostic,
  nameOf: (file: SourceFile) => string,
): JsonDiagnostic {
  const { code, severity, message, span, help, labels, suggestion } = diagnostic;
  return {
    code,
    severity,
    message,
    file: nameOf(span.file),
    ...rangeOf(span),
    help: help ?? null,
    labels: labels.map((label) => ({
      file: nameOf(label.span.file),
      ...rangeOf(label.span),
      message: label.text,
    })),
    suggestion:
      suggestion === undefined
        ? null
        : { ...rangeOf(suggestion.span), replacement: suggestion.replacement },
  };
}

function rangeOf({ file, start, end }: Span): JsonRange {
  return { start: file.lines.positionAt(start), end: file.lines.positionAt(end) };
}
