import { type ILexingError, type IToken, Lexer } from "chevrotain";
import { Identifier, keywords, lexedTokens } from "./tokens.js";

/** The words of a text. Lines and columns are left to the line map; tokens carry offsets alone. */
export interface LexedText {
  readonly tokens: IToken[];
  readonly comments: readonly IToken[];
  readonly errors: readonly Pick<ILexingError, "offset" | "length">[];
  /** Why lexing stopped early, and where; the rest of the text was not looked at. */
  readonly stopped: { readonly offset: number; readonly what: string } | undefined;
}

const longestLine = 4_000_000;
const mostTokens = 4_000_000;
const chunkLength = 262_144;

let lexer: Lexer | undefined;

/**
 * Lexes by chunks of whole lines (no token but white space goes past a line's end), so that something that
 * is no policy is given up on before it fills the memory.
 * @param mostErrors lexing stops when there are more
 */
export function lexPolicy(text: string, mostErrors: number): LexedText {
  lexer ??= new Lexer(lexedTokens, { positionTracking: "onlyOffset", skipValidations: true });
  const tokens: IToken[] = [];
  const comments: IToken[] = [];
  const errors: { offset: number; length: number }[] = [];
  let stopped: LexedText["stopped"];
  for (let base = 0; base < text.length && stopped === undefined;) {
    const end = chunkEnd(text, base);
    if (end - base > chunkLength + longestLine) {
      stopped = { offset: base, what: "a line is longer than 4,000,000 characters" };
      break;
    }
    const chunk = lexer.tokenize(text.slice(base, end));
    for (const token of chunk.tokens) tokens.push(recognise(shift(token, base)));
    for (const token of chunk.groups["comments"] ?? []) comments.push(shift(token, base));
    for (const { offset, length } of chunk.errors) errors.push({ offset: offset + base, length });
    if (errors.length > mostErrors) break;
    if (tokens.length > mostTokens)
      stopped = { offset: base, what: "it has more than 4,000,000 words" };
    base = end;
  }
  return { tokens, comments, errors, stopped };
}

/** The end of the line in which a chunk of the usual length would end. */
function chunkEnd(text: string, base: number): number {
  if (text.length - base <= chunkLength) return text.length;
  const lineEnds = /[\r\n]/gu;
  lineEnds.lastIndex = base + chunkLength;
  const found = lineEnds.exec(text);
  return found === null ? text.length : found.index + 1;
}

/** To offsets in the whole text; the parser's locations need the ends as well. */
function shift(token: IToken, base: number): IToken {
  token.startOffset += base;
  token.endOffset = token.startOffset + token.image.length - 1;
  return token;
}

/** One pattern for all words and a look into a map is a good deal faster than a pattern for each keyword. */
function recognise(token: IToken): IToken {
  if (token.tokenType !== Identifier) return token;
  const keyword = keywords.get(token.image);
  if (keyword === undefined) return token;
  token.tokenType = keyword;
  // Chevrotain numbers every token type when it is made.
  token.tokenTypeIdx = keyword.tokenTypeIdx ?? token.tokenTypeIdx;
  return token;
}
