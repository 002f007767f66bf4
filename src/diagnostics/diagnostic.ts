import type { Span } from "../source/source-file.js";

export type Severity = "error" | "warning";

/** A second place that helps to understand the first. */
export interface Label {
  readonly span: Span;
  readonly text: string;
}

/** A repair that can be applied as it is: replace `span` by `replacement`. */
export interface Suggestion {
  readonly span: Span;
  readonly replacement: string;
}

/** One thing to tell the writer of a policy. Codes, texts and pages stand in the catalog. */
export interface Diagnostic {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly span: Span;
  /** What the caret line says beside the carets. */
  readonly caption?: string;
  readonly labels: readonly Label[];
  /** The way out, in a sentence. */
  readonly help?: string;
  readonly suggestion?: Suggestion;
}

/** A value, unless there were errors on the way, and all that is to be told. */
export interface Outcome<T> {
  readonly value: T | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === "error");
}

/** The value is withheld when one of the diagnostics is an error. */
export function outcome<T>(value: T, diagnostics: readonly Diagnostic[]): Outcome<T> {
  return { value: hasErrors(diagnostics) ? undefined : value, diagnostics };
}
