import type { SourceFile, Span } from "../../source/source-file.js";
import { catalog, type Code } from "../catalog.js";
import type { Diagnostic } from "../diagnostic.js";

/** A region of SARIF: lines and columns from 1, the end just past the last character. */
interface Region {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
}

interface Location {
  readonly physicalLocation: {
    readonly artifactLocation: { readonly uri: string };
    readonly region: Region;
  };
  readonly message?: { readonly text: string };
}

/** What code scanners of forges read: SARIF 2.1.0 (OASIS), one run. */
export interface SarifLog {
  readonly $schema: string;
  readonly version: "2.1.0";
  readonly runs: readonly unknown[];
}

/** @param version of this program @param nameOf what a file is called */
export function sarifLog(
  diagnostics: readonly Diagnostic[],
  version: string,
  nameOf: (file: SourceFile) => string = (file) => file.name,
): SarifLog {
  const codes = [...new Set(diagnostics.map(({ code }) => code))].sort();
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "sinbinc", version, rules: codes.map(ruleOf) } },
        columnKind: "utf16CodeUnits",
        results: diagnostics.map((diagnostic) => resultOf(diagnostic, nameOf)),
      },
    ],
  };
}

function ruleOf(code: string): unknown {
  const entry = Object.hasOwn(catalog, code) ? catalog[code as Code] : undefined;
  return { id: code, shortDescription: { text: entry?.title ?? code } };
}

function resultOf(diagnostic: Diagnostic, nameOf: (file: SourceFile) => string): unknown {
  const { code, severity, message, span, help, labels, suggestion } = diagnostic;
  const text = help === undefined ? message : `${message}; ${help}`;
  return {
    ruleId: code,
    level: severity,
    message: { text },
    locations: [locationOf(span, nameOf)],
    ...(labels.length === 0
      ? {}
      : {
          relatedLocations: labels.map((label) => ({
            ...locationOf(label.span, nameOf),
            message: { text: label.text },
          })),
        }),
    ...(suggestion === undefined
      ? {}
      : { fixes: [fixOf(suggestion.span, suggestion.replacement, nameOf)] }),
  };
}

function fixOf(span: Span, text: string, nameOf: (file: SourceFile) => string): unknown {
  const { artifactLocation, region } = locationOf(span, nameOf).physicalLocation;
  const replacements = [{ deletedRegion: region, insertedContent: { text } }];
  return { artifactChanges: [{ artifactLocation, replacements }] };
}

function locationOf(span: Span, nameOf: (file: SourceFile) => string): Location {
  const { lines } = span.file;
  const start = lines.positionAt(span.start);
  const end = lines.positionAt(span.end);
  return {
    physicalLocation: {
      artifactLocation: { uri: encodeURI(nameOf(span.file)) },
      region: {
        startLine: start.line,
        startColumn: start.column,
        endLine: end.line,
        endColumn: end.column,
      },
    },
  };
}
