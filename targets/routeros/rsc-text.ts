/** A word of a console command: `action=drop`, or a piece of punctuation. */
export type Word = string;

/** `name=value`, the value in quotes where it needs them. */
export function wordOf(name: string, value: string): Word {
  return `${name}=${/^!?[A-Za-z0-9_][A-Za-z0-9_./:,-]*$/u.test(value) ? value : quoted(value)}`;
}

/** A console string. */
export function quoted(text: string): string {
  return `"${escaped(text)}"`;
}

/**
 * A text for between quotes. RouterOS manual, "Scripting", "Constant escape sequences": `"`, `\` and `$` are
 * escaped; `?` is written as its code, since in RouterOS 6 it asks for help even between quotes.
 */
export function escaped(text: string): string {
  return text.replace(/["\\$]/gu, String.raw`\$&`).replaceAll("?", String.raw`\3F`);
}

const lineWidth = 100;

/**
 * Words as a command line, continued with `\` between words where it gets long, as `export` does it
 * (RouterOS manual, "Scripting", "Line joining": a backslash never parts a word).
 */
export function* commandLines(words: readonly Word[]): Generator<string> {
  let line = "";
  for (const word of words) {
    if (line === "") {
      line = word;
    } else if (line.length + 1 + word.length + 2 <= lineWidth) {
      line += ` ${word}`;
    } else {
      yield `${line} \\`;
      line = `    ${word}`;
    }
  }
  yield line;
}
