import { type Diagnostic, type Outcome, outcome } from "../../../src/diagnostics/diagnostic.js";
import { report } from "../../../src/diagnostics/report.js";
import type { SourceFile, Span } from "../../../src/source/source-file.js";
import type { Properties } from "../simulate/rule-table.js";
import { commandsOf, propertiesOfWords } from "./commands.js";
import { readSentences } from "./sentences.js";

/** A row that an export adds. */
export interface ExportedRow {
  /** `/ip/firewall/filter` */
  readonly menu: string;
  readonly properties: Properties;
  readonly span: Span;
}

/**
 * The rows that an export of a router adds, of all menus, in order: what `/export` and `/ip firewall export` write,
 * under RouterOS 6 and 7. Its other commands say nothing about rows, and are passed over.
 */
export function parseExport(file: SourceFile): Outcome<readonly ExportedRow[]> {
  const { sentences, diagnostics } = readSentences(file);
  const all: Diagnostic[] = [...diagnostics];
  const commands = commandsOf(sentences, (diagnostic) => all.push(diagnostic));
  const rows = commands.flatMap(({ menu, name, words, sentence }): readonly ExportedRow[] => {
    if (name !== "add") return [];
    const properties = propertiesOfWords(words, ({ span }) => {
      all.push(report("SB7003", span, { what: "an export has `name=value` here" }));
    });
    return [{ menu, properties, span: sentence.span }];
  });
  return outcome(rows, all);
}
