import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { renderPretty, summary } from "../diagnostics/render/pretty.js";
import type { SourceFile } from "../source/source-file.js";
import { type Host, wantsColour } from "./host.js";

/** Diagnostics in words on standard error, and how many there were. */
export function tellDiagnostics(
  host: Host,
  diagnostics: readonly Diagnostic[],
  nameOf: (file: SourceFile) => string,
): void {
  if (diagnostics.length === 0) return;
  const { stderr } = host;
  const options = { colour: wantsColour(host, stderr), width: stderr.columns, nameOf };
  for (const diagnostic of diagnostics) {
    if (!stderr.write(`${renderPretty(diagnostic, options)}\n\n`)) return;
  }
  stderr.write(`${summary(diagnostics)}\n`);
}

/** Something outside is wrong: one line. */
export function tellTrouble(host: Host, why: string): void {
  host.stderr.write(`sinbinc: ${why}\n`);
}

/** Lines, some at a time: neither a write for each nor all of them in memory. */
export function* inChunks(lines: Iterable<string>): Generator<string> {
  let chunk: string[] = [];
  for (const line of lines) {
    chunk.push(line);
    if (chunk.length < 1000) continue;
    yield `${chunk.join("\n")}\n`;
    chunk = [];
  }
  if (chunk.length > 0) yield `${chunk.join("\n")}\n`;
}

/** Writes to standard output until the end, or until nobody reads any more. */
export function printChunks(host: Host, chunks: Iterable<string>): void {
  for (const chunk of chunks) {
    if (!host.stdout.write(chunk)) return;
  }
}
