import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { report } from "../diagnostics/report.js";
import { sourceLine } from "../source/source-file.js";
import type { TraceItem } from "./read-trace.js";

/** What is wrong with a line of a trace, at its place. */
export function wrongTraceLine(
  name: string,
  { line, text, why, start, end }: Extract<TraceItem, { kind: "wrong" }>,
): Diagnostic {
  const file = sourceLine(name, text, line);
  const most = Math.max(0, text.length);
  const span = { file, start: Math.min(start, most), end: Math.min(end, most) };
  return report("SB1018", span, { why });
}
