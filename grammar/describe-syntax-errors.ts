import { EOF, type IRecognitionException, type IToken } from "chevrotain";
import type { Diagnostic } from "../src/diagnostics/diagnostic.js";
import { report } from "../src/diagnostics/report.js";
import { nearest } from "../src/diagnostics/suggest.js";
import type { SourceFile, Span } from "../src/source/source-file.js";
import { actionWords } from "./action-words.js";
import { keywords } from "./tokens.js";

/** What a rule of the grammar begins with, in words; the parser's own lists of tokens are too long to read. */
const beginnings: Record<string, { text: string; words: readonly string[] }> = {
  "": statementBeginning(),
  policyFile: statementBeginning(),
  "policyFile EOF": statementBeginning(),
  statement: statementBeginning(),
  condition: { text: "a condition or `->`", words: conditionWords() },
  wordCondition: {
    text: "a connection state (new, established, related, invalid, untracked)",
    words: ["new", "established", "related", "invalid", "untracked"],
  },
  serviceReference: { text: "a service", words: [] },
  action: actionBeginning(),
  "rule early": actionBeginning(),
  "serviceStatement early": { text: "a protocol with its ports, such as `tcp/80`", words: [] },
  "interfaceSpelling early": { text: "an interface's name", words: [] },
  "exemptItem early": { text: "a list", words: [] },
  "rungsItem early": { text: "a list", words: [] },
  "ignoreItem early": { text: "a service", words: [] },
  "trapItem early": { text: "a service", words: [] },
  oddsItem: { text: "a service, `any` or `other`", words: ["any", "other"] },
  "oddsItem early": { text: "odds such as `80%`", words: [] },
  binItem: { text: "drop, accept or jump", words: ["drop", "accept", "jump"] },
  familyClause: { text: "ipv4, ipv6 or both", words: ["ipv4", "ipv6", "both"] },
  hookClause: { text: "input, forward or output", words: ["input", "forward", "output"] },
  addAction: { text: "source or destination", words: ["source", "destination"] },
  "rule `->`": { text: "a condition or `->`", words: conditionWords() },
  "ladderStatement `}`": ladderBeginning(),
  "ladderStatement `{`": { text: "`hook`, `family` or `{`", words: ["hook", "family"] },
  ladderItem: ladderBeginning(),
  "chainStatement `}`": { text: "a rule or `}`", words: conditionWords() },
  "chainStatement `{`": { text: "`hook`, `family` or `{`", words: ["hook", "family"] },
  "listStatement `}`": { text: "an address, a prefix, a range or `}`", words: [] },
  addressCondition: { text: "a list, an address or a prefix", words: [] },
  entries: { text: "an address or a prefix", words: [] },
  timeout: { text: "a duration such as `1h`", words: ["forever"] },
  port: { text: "a port", words: [] },
};

function statementBeginning(): { text: string; words: readonly string[] } {
  const words = ["policy", "family", "interface", "service", "list", "chain", "ladder"];
  return { text: `a statement (${words.join(", ")})`, words };
}

function conditionWords(): readonly string[] {
  return ["new", "established", "related", "invalid", "untracked", "from", "to", "in", "out"];
}

function actionBeginning(): { text: string; words: readonly string[] } {
  return { text: `an action (${actionWords.join(", ")})`, words: actionWords };
}

function ladderBeginning(): { text: string; words: readonly string[] } {
  const words = ["exempt", "ignore", "rungs", "bin", "odds", "trap"];
  return { text: `a part of a ladder (${words.join(", ")}) or \`}\``, words };
}

/**
 * The parser's errors as diagnostics: one a line of source at the most, since those that follow on the
 * same line are nearly always echoes of the first.
 */
export function describeSyntaxErrors(
  file: SourceFile,
  errors: readonly IRecognitionException[],
  tokens: readonly IToken[],
): readonly Diagnostic[] {
  const seen = new Set<number>();
  const found: Diagnostic[] = [];
  for (const error of errors) {
    const span = errorSpan(file, error, tokens);
    const { line } = file.lines.positionAt(span.start);
    if (seen.has(line)) continue;
    seen.add(line);
    found.push(describe(error, span));
  }
  return found;
}

function errorSpan(
  file: SourceFile,
  error: IRecognitionException,
  tokens: readonly IToken[],
): Span {
  const { token } = error;
  if (token.tokenType !== EOF && Number.isFinite(token.startOffset)) {
    return { file, start: token.startOffset, end: token.startOffset + token.image.length };
  }
  const last = tokens.at(-1);
  const end = last === undefined ? 0 : last.startOffset + last.image.length;
  return { file, start: end, end };
}

function describe(error: IRecognitionException, span: Span): Diagnostic {
  const { token } = error;
  const isEnd = token.tokenType === EOF;
  const found = isEnd ? "the end of the file" : `\`${excerpt(token.image)}\``;
  // The parser's message is the label of the one token it missed, or nothing when there were several.
  const rule = error.context.ruleStack.at(-1) ?? "";
  const detail = error.name === "EarlyExitException" ? "early" : error.message;
  const beginning =
    beginnings[`${rule} ${detail}`] ?? (error.message === "" ? beginnings[rule] : undefined);
  const expected = beginning?.text ?? (error.message === "" ? "something else" : error.message);
  const words = beginning?.words ?? everyKeyword;
  const meant = isEnd ? undefined : nearest(token.image, words);
  const suggestion =
    meant === undefined || meant === token.image ? undefined : { span, replacement: meant };
  return report("SB1003", span, { expected, found }, { suggestion });
}

const everyKeyword = [...keywords.keys()];

function excerpt(text: string): string {
  const line = text.split(/[\r\n]/u, 1)[0] ?? "";
  return line.length > 40 ? `${line.slice(0, 40)}…` : line;
}
