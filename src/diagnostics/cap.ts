import type { Diagnostic } from "./diagnostic.js";
import { report } from "./report.js";
import type { SourceFile } from "../source/source-file.js";

/** Past this many the rest is only counted: a file of another kind has an error in every line. */
const mostShown = 100;

/** By file and place, as a person goes through a file; of too many the errors first, and how many more there are. */
export function inOrder(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  if (diagnostics.length <= mostShown) return byPlace(diagnostics);
  const errors = byPlace(diagnostics.filter(({ severity }) => severity === "error"));
  const warnings = byPlace(diagnostics.filter(({ severity }) => severity === "warning"));
  const shown = byPlace([...errors, ...warnings].slice(0, mostShown));
  const last = shown.at(-1);
  if (last === undefined) return shown;
  const more = diagnostics.length - mostShown;
  return [...shown, report("SB1012", last.span, { shown: mostShown, more })];
}

function byPlace(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const files = new Map<SourceFile, number>();
  for (const { span } of diagnostics) {
    if (!files.has(span.file)) files.set(span.file, files.size);
  }
  const rank = ({ span }: Diagnostic): number => files.get(span.file) ?? 0;
  return [...diagnostics].sort((a, b) => rank(a) - rank(b) || a.span.start - b.span.start);
}
