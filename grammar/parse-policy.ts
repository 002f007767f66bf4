import type { CstNode, IRecognitionException } from "chevrotain";
import type { PolicyFile } from "../src/ast/nodes.js";
import type { Diagnostic } from "../src/diagnostics/diagnostic.js";
import { report } from "../src/diagnostics/report.js";
import type { SourceFile } from "../src/source/source-file.js";
import { attachComments } from "./attach-comments.js";
import { buildStatements } from "./build-ast.js";
import { BuildContext } from "./build-context.js";
import { buildRuleEarly } from "./build-rules.js";
import type { PolicyFileCstNode, RuleCstNode } from "./cst.js";
import { describeSyntaxErrors } from "./describe-syntax-errors.js";
import { type LexedText, lexPolicy } from "./lex.js";
import { type PolicyParser, recoveringParser, strictParser } from "./parser.js";

/** A parsed file. Unlike elsewhere there is always a tree, as whole as the errors allow. */
export interface ParsedPolicy {
  readonly policy: PolicyFile;
  readonly diagnostics: readonly Diagnostic[];
}

/** With more wrong characters than this a file is of another kind, and its words are not worth a look. */
const mostLexingErrors = 200;

/** Reads a file. Never throws; every mistake found is in the diagnostics, in the order of the text. */
export function parsePolicy(file: SourceFile): ParsedPolicy {
  const nul = file.text.indexOf("\0");
  if (nul >= 0) return refuse(file, nul, "it holds a NUL byte");
  const lexed = lexPolicy(file.text, mostLexingErrors);
  if (lexed.stopped !== undefined) return refuse(file, lexed.stopped.offset, lexed.stopped.what);
  const lexing = lexed.errors.map((error) => describeLexingError(file, error));
  if (lexing.length > mostLexingErrors) {
    return { policy: emptyPolicy(file), diagnostics: lexing };
  }
  return parseTokens(file, lexed, lexing);
}

function parseTokens(
  file: SourceFile,
  lexed: LexedText,
  lexing: readonly Diagnostic[],
): ParsedPolicy {
  const strictly = readStrictly(file, lexed);
  const reading = strictly.errors.length === 0 ? strictly : readWithErrors(file, lexed);
  const { context, errors } = reading;
  // The rule was run from its start, so the node is there; after errors its children may not be.
  const statements = buildStatements(context, reading.tree as PolicyFileCstNode);
  // What the lexer left out is missing where the parser looks for it.
  const broken = new Set(lexing.map(({ span }) => file.lines.positionAt(span.start).line));
  const syntax = describeSyntaxErrors(file, errors, lexed.tokens).filter(
    ({ span }) => !broken.has(file.lines.positionAt(span.start).line),
  );
  const bare: PolicyFile = { ...emptyPolicy(file), statements };
  const trivia = attachComments(context, bare, lexed.comments);
  const found = [...lexing, ...syntax, ...context.diagnostics];
  found.sort((a, b) => a.span.start - b.span.start);
  if (found.length === 0 && statements.length === 0) {
    found.push(report("SB1005", { file, start: 0, end: 0 }, {}));
  }
  return { policy: Object.assign(bare, { trivia }), diagnostics: found };
}

interface Reading {
  readonly tree: CstNode;
  /** Where the tree is to be built, and some of it was. */
  readonly context: BuildContext;
  /** What is wrong with the form. */
  readonly errors: readonly IRecognitionException[];
}

/** Stops at the first error. Rules are built as they are parsed: their trees together would take most of the memory. */
function readStrictly(file: SourceFile, lexed: LexedText): Reading {
  const parser = strictParser();
  const context = new BuildContext(file);
  parser.whenRuleIsRead = (node) => {
    buildRuleEarly(context, node as RuleCstNode);
  };
  const reading = read(parser, context, lexed);
  parser.whenRuleIsRead = undefined;
  return reading;
}

/** Finds all errors, and reads what is right around them. */
function readWithErrors(file: SourceFile, lexed: LexedText): Reading {
  return read(recoveringParser(), new BuildContext(file), lexed);
}

function read(parser: PolicyParser, context: BuildContext, { tokens }: LexedText): Reading {
  parser.input = tokens;
  const tree = parser.policyFile();
  const { errors } = parser;
  // Parsers live as long as the program, and would keep the tokens.
  parser.input = [];
  return { tree, context, errors };
}

function emptyPolicy(file: SourceFile): PolicyFile {
  const span = { file, start: 0, end: file.text.length };
  return { kind: "file", file, statements: [], trivia: new Map(), span };
}

function refuse(file: SourceFile, start: number, what: string): ParsedPolicy {
  const span = { file, start, end: Math.min(start + 1, file.text.length) };
  return { policy: emptyPolicy(file), diagnostics: [report("SB1004", span, { what })] };
}

function describeLexingError(
  file: SourceFile,
  error: { readonly offset: number; readonly length: number },
): Diagnostic {
  const start = error.offset;
  const end = Math.min(start + Math.max(1, error.length), lineEnd(file, start));
  const excerpt = file.text.slice(start, Math.min(end, start + 20));
  const text = /^[\p{L}\p{N}\p{P}\p{S}]+$/u.test(excerpt)
    ? `\`${excerpt}${end > start + 20 ? "…" : ""}\``
    : `the character U+${(file.text.codePointAt(start) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
  return report("SB1001", { file, start, end }, { text });
}

function lineEnd(file: SourceFile, offset: number): number {
  const ends = /[\r\n]/gu;
  ends.lastIndex = offset + 1;
  return ends.exec(file.text)?.index ?? file.text.length;
}
