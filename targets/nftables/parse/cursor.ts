import type { SourceFile } from "../../../src/source/source-file.js";

export interface Token {
  /** `line` is one end of a line or more, with the blanks around; `end` that of the text. */
  readonly kind: "word" | "text" | "sign" | "comment" | "line" | "end" | "unknown";
  /** A text without its quotes, a comment without its sign and the blank behind. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** A place in nft's text. What cannot be read is a fault: the first one of a statement counts. */
export interface Cursor {
  readonly file: SourceFile;
  readonly token: Token;
  /** The text of the token so many further on. */
  ahead(count: number): string;
  skip(): Token;
  /** Goes on behind these words or signs if they are what is next. */
  take(...texts: readonly string[]): boolean;
  /** Like {@link take}; otherwise it is a fault. */
  expect(...texts: readonly string[]): boolean;
  /** Notes that what is next is not what was to come. */
  fail(expected: string, token?: Token): void;
  takeFault(): Fault | undefined;
  /** Names of what rules use, to be looked up when all has been read. */
  readonly uses: readonly Use[];
  use(kind: Use["kind"], token: Token): void;
}

export interface Use {
  readonly kind: "set" | "limit" | "chain";
  /** A set's with `@` before it. */
  readonly token: Token;
}

export interface Fault {
  readonly expected: string;
  readonly found: Token;
}

const pattern =
  /(?<line>[\t ]*\n\s*)|[\t ]+|#[ ]?(?<comment>[^\n]*)|"(?<text>[^"\n]*)"|(?<sign>[{}(),;])|(?<word>[^\s{}(),;"]+)|(?<unknown>[^])/uy;

export function cursorOf(file: SourceFile): Cursor {
  const tokens = tokensOf(file.text);
  const queue: Token[] = [];
  const uses: Use[] = [];
  let fault: Fault | undefined;
  const peek = (count: number): Token => {
    while (queue.length <= count) queue.push(tokens());
    return queue[count] ?? tokens();
  };
  const isNext = (texts: readonly string[]): boolean =>
    texts.every((text, index) => {
      const token = peek(index);
      return token.text === text && (token.kind === "word" || token.kind === "sign");
    });
  const cursor: Cursor = {
    file,
    get token() {
      return peek(0);
    },
    ahead: (count) => peek(count).text,
    skip: () => {
      const token = peek(0);
      queue.shift();
      return token;
    },
    take: (...texts) => {
      const found = isNext(texts);
      if (found) queue.splice(0, texts.length);
      return found;
    },
    expect: (...texts) => {
      for (const text of texts) {
        if (cursor.take(text)) continue;
        cursor.fail(`\`${text}\``);
        return false;
      }
      return true;
    },
    fail: (expected, token = peek(0)) => {
      fault ??= { expected, found: token };
      return undefined;
    },
    takeFault: () => {
      const own = fault;
      fault = undefined;
      return own;
    },
    uses,
    use: (kind, token) => {
      uses.push({ kind, token });
    },
  };
  return cursor;
}

/** The tokens one after the other, and then the end again and again. */
function tokensOf(text: string): () => Token {
  let start = 0;
  return () => {
    while (start < text.length) {
      pattern.lastIndex = start;
      const found = pattern.exec(text);
      if (found === null) break;
      const token = { start, end: pattern.lastIndex };
      start = token.end;
      const { line, comment, text: quoted, sign, word, unknown } = found.groups ?? {};
      if (line !== undefined) return { kind: "line", text: line, ...token };
      if (comment !== undefined) return { kind: "comment", text: comment, ...token };
      if (quoted !== undefined) return { kind: "text", text: quoted, ...token };
      if (sign !== undefined) return { kind: "sign", text: sign, ...token };
      if (word !== undefined) return { kind: "word", text: word, ...token };
      if (unknown !== undefined) return { kind: "unknown", text: unknown, ...token };
    }
    return { kind: "end", text: "", start: text.length, end: text.length };
  };
}

/** A token as a message names it. */
export function wordsFor({ kind, text }: Token): string {
  if (kind === "line") return "the end of the line";
  if (kind === "end") return "the end of the text";
  return kind === "text" ? `\`"${text}"\`` : `\`${text}\``;
}
