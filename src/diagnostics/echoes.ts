import type { Diagnostic } from "./diagnostic.js";
import type { SourceFile } from "../source/source-file.js";

/**
 * What is left when a syntax error is told: names on its line were read without knowing what they are, and a part
 * that seems missing may stand where nothing could be read. A name that is not declared may be so in a file that
 * could not be read.
 * @param syntax all that loading told @param isWhole whether every file was read
 */
export function withoutEchoes(
  found: readonly Diagnostic[],
  syntax: readonly Diagnostic[],
  isWhole: boolean,
): readonly Diagnostic[] {
  const unread = new Map<SourceFile, Set<number>>();
  for (const { code, span } of syntax) {
    if (code !== "SB1003") continue;
    const lines = unread.get(span.file) ?? new Set();
    unread.set(span.file, lines.add(lineOf(span)));
  }
  return found.filter(({ code, span }) => {
    if (code === "SB2001" && !isWhole) return false;
    const lines = unread.get(span.file);
    return lines === undefined || (code !== "SB2010" && !lines.has(lineOf(span)));
  });
}

function lineOf({ file, start }: Diagnostic["span"]): number {
  return file.lines.positionAt(start).line;
}
