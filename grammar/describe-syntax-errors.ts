import { EOF, type IRecognitionException, type IToken } from "chevrotain";
import type { Diagnostic } from "../src/diagnostics/diagnostic.js";
import { report } from "../src/diagnostics/report.js";
import { nearest } from "../src/diagnostics/suggest.js";
import type { SourceFile, Span } from "../src/source/source-file.js";
import { expectationOf } from "./expectations.js";
import { misspeltBefore } from "./misspelt.js";
import { Arrow, CloseBrace } from "./tokens.js";

/** Chevrotain's own type leaves out what its exceptions know of the token before. */
type SyntaxError = IRecognitionException & { readonly previousToken?: IToken };

/**
 * The parser's errors as diagnostics: one a line of source at the most, since those that follow on the
 * same line are nearly always echoes of the first.
 */
export function describeSyntaxErrors(
  file: SourceFile,
  errors: readonly SyntaxError[],
  tokens: readonly IToken[],
): readonly Diagnostic[] {
  const seen = new Set<number>();
  const found: Diagnostic[] = [];
  for (const error of errors) {
    const span = errorSpan(file, error, tokens);
    const culprit = lacksArrow(error) ? misspeltBefore(tokens, span.start) : undefined;
    const diagnostic =
      culprit === undefined
        ? describe(error, span)
        : describeWord(file, culprit.token, culprit.meant);
    const { line } = file.lines.positionAt(diagnostic.span.start);
    if (seen.has(line)) continue;
    if (lacksArrow(error) && error.token.tokenType === CloseBrace) {
      // What was left of a line behind an error there was taken for a rule.
      const last = error.previousToken?.startOffset ?? span.start;
      if (seen.has(file.lines.positionAt(last).line)) continue;
    }
    seen.add(line);
    found.push(diagnostic);
  }
  return found;
}

function errorSpan(file: SourceFile, error: SyntaxError, tokens: readonly IToken[]): Span {
  const { token } = error;
  if (token.tokenType !== EOF && Number.isFinite(token.startOffset)) {
    return { file, start: token.startOffset, end: token.startOffset + token.image.length };
  }
  const last = tokens.at(-1);
  const end = last === undefined ? 0 : last.startOffset + last.image.length;
  return { file, start: end, end };
}

function describe(error: SyntaxError, span: Span): Diagnostic {
  const { token } = error;
  const isEnd = token.tokenType === EOF;
  const found = isEnd ? "the end of the file" : `\`${excerpt(token.image)}\``;
  const rule = error.context.ruleStack.at(-1) ?? "";
  const detail = error.name === "EarlyExitException" ? "early" : error.message;
  const { text, words } = expectationOf(rule, detail);
  const meant = isEnd ? undefined : nearest(token.image, words);
  const suggestion =
    meant === undefined || meant === token.image ? undefined : { span, replacement: meant };
  return report("SB1003", span, { expected: text, found }, { suggestion });
}

/** A word that is read as a service, but was meant for one of the language's own. */
function describeWord(file: SourceFile, token: IToken, meant: string): Diagnostic {
  const span = { file, start: token.startOffset, end: token.startOffset + token.image.length };
  const params = { expected: `\`${meant}\``, found: `\`${excerpt(token.image)}\`` };
  return report("SB1003", span, params, { suggestion: { span, replacement: meant } });
}

function lacksArrow({ context, message }: SyntaxError): boolean {
  return context.ruleStack.at(-1) === "rule" && message === Arrow.LABEL;
}

function excerpt(text: string): string {
  const line = text.split(/[\r\n]/u, 1)[0] ?? "";
  return line.length > 40 ? `${line.slice(0, 40)}…` : line;
}
