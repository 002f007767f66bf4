import { Lexer, type CstNode, type ILexingError, type ILexingResult } from "chevrotain";
import type { PolicyFile } from "../src/ast/nodes.js";
import type { Diagnostic } from "../src/diagnostics/diagnostic.js";
import { report } from "../src/diagnostics/report.js";
import type { SourceFile } from "../src/source/source-file.js";
import { attachComments } from "./attach-comments.js";
import { buildStatements } from "./build-ast.js";
import { BuildContext } from "./build-context.js";
import type { PolicyFileCstNode } from "./cst.js";
import { describeSyntaxErrors } from "./describe-syntax-errors.js";
import { policyParser } from "./parser.js";
import { allTokens } from "./tokens.js";

/** A parsed file. Unlike elsewhere there is always a tree, as whole as the errors allow. */
export interface ParsedPolicy {
  readonly policy: PolicyFile;
  readonly diagnostics: readonly Diagnostic[];
}

/** Past this many the rest is only counted: a file of another kind has an error at every byte. */
const mostErrors = 100;

let lexer: Lexer | undefined;

/** Reads a file. Never throws; every mistake found is in the diagnostics, in the order of the text. */
export function parsePolicy(file: SourceFile): ParsedPolicy {
  const nul = file.text.indexOf("\0");
  if (nul >= 0) {
    const span = { file, start: nul, end: nul + 1 };
    return {
      policy: emptyPolicy(file),
      diagnostics: [report("SB1004", span, { what: "it holds a NUL byte" })],
    };
  }
  lexer ??= new Lexer(allTokens, {
    positionTracking: "onlyOffset",
    skipValidations: true,
    ensureOptimizations: false,
  });
  const lexed = lexer.tokenize(file.text);
  const lexing = lexed.errors.slice(0, mostErrors).map((error) => describeLexingError(file, error));
  if (lexed.errors.length > mostErrors) {
    return { policy: emptyPolicy(file), diagnostics: capped(file, lexing, lexed.errors.length) };
  }
  return parseTokens(file, lexed, lexing);
}

function parseTokens(
  file: SourceFile,
  lexed: ILexingResult,
  lexing: readonly Diagnostic[],
): ParsedPolicy {
  // The lexer is asked for offsets alone, without lines; the parser's locations need their ends as well.
  for (const token of lexed.tokens) token.endOffset = token.startOffset + token.image.length - 1;
  const parser = policyParser();
  parser.input = lexed.tokens;
  const tree: CstNode = parser.policyFile();
  const syntax = describeSyntaxErrors(file, parser.errors, lexed.tokens);
  const context = new BuildContext(file);
  // The rule was run from its start, so the node is there; after errors its children may not be.
  const statements = buildStatements(context, tree as PolicyFileCstNode);
  const bare: PolicyFile = { ...emptyPolicy(file), statements };
  const trivia = attachComments(context, bare, lexed.groups["comments"] ?? []);
  const found = [...lexing, ...syntax, ...context.diagnostics];
  found.sort((a, b) => a.span.start - b.span.start);
  if (found.length === 0 && statements.length === 0) {
    found.push(report("SB1005", { file, start: 0, end: 0 }, {}));
  }
  return {
    policy: Object.assign(bare, { trivia }),
    diagnostics: capped(file, found, found.length),
  };
}

function emptyPolicy(file: SourceFile): PolicyFile {
  const span = { file, start: 0, end: file.text.length };
  return { kind: "file", file, statements: [], trivia: new Map(), span };
}

function describeLexingError(file: SourceFile, error: ILexingError): Diagnostic {
  const start = error.offset;
  const end = start + Math.max(1, error.length);
  const excerpt = file.text.slice(start, Math.min(end, start + 20));
  const shown = /^\p{L}|^[\p{P}\p{S}]/u.test(excerpt)
    ? `\`${excerpt}${end > start + 20 ? "…" : ""}\``
    : `the character U+${(file.text.codePointAt(start) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
  return report(
    "SB1001",
    { file, start, end: Math.min(end, lineEnd(file, start)) },
    { text: shown },
  );
}

function lineEnd(file: SourceFile, offset: number): number {
  const ends = /[\r\n]/gu;
  ends.lastIndex = offset + 1;
  return ends.exec(file.text)?.index ?? file.text.length;
}

function capped(
  file: SourceFile,
  found: readonly Diagnostic[],
  count: number,
): readonly Diagnostic[] {
  if (count <= mostErrors) return found;
  const shown = found.slice(0, mostErrors);
  const last = shown.at(-1)?.span ?? { file, start: 0, end: 0 };
  const note = report("SB1012", last, { shown: mostErrors, more: count - mostErrors });
  return [...shown, note];
}
