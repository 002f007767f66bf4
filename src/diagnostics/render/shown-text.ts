/** One character of a source line as it goes to the terminal. */
export interface Cell {
  /** What is written for it; never a control character but a tab. */
  readonly shown: string;
  /** Columns it takes; a tab counts as one, since how far it jumps is the terminal's business. */
  readonly width: number;
  /** Its offset in the line and its length, in UTF-16 units. */
  readonly offset: number;
  readonly units: number;
}

/**
 * Characters that a terminal obeys or that hide what a text says: controls, directions, invisible ones,
 * lone surrogates (CVE-2021-42574 shows why the directions are here).
 */
const harmful = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;

const allHarmful = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

const wide =
  /[\p{Emoji_Presentation}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303E\uFF01-\uFF60\uFFE0-\uFFE6]/u;

const widthless = /[\p{Mn}\p{Me}]/u;

/** A text of one line or more, safe to write: what a terminal would obey is named instead. */
export function harmless(text: string): string {
  return text.replace(allHarmful, (character) =>
    character === "\n" || character === "\t" ? character : nameOf(character),
  );
}

/** A text made to stand on one line. */
export function onOneLine(text: string): string {
  return text.replace(allHarmful, nameOf);
}

/** The cells of one line of source. */
export function cellsOf(line: string): readonly Cell[] {
  const cells: Cell[] = [];
  let offset = 0;
  for (const character of line) {
    cells.push(cellOf(character, offset));
    offset += character.length;
  }
  return cells;
}

function cellOf(character: string, offset: number): Cell {
  const units = character.length;
  if (character === "\t" || (character >= " " && character <= "~")) {
    return { shown: character, width: 1, offset, units };
  }
  if (harmful.test(character)) {
    const shown = nameOf(character);
    return { shown, width: shown.length, offset, units };
  }
  const width = widthless.test(character) ? 0 : wide.test(character) ? 2 : 1;
  return { shown: character, width, offset, units };
}

/** `␛` for the old controls, which have a picture each; `<U+202E>` for the others. */
function nameOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  if (code === 0x7f) return "\u2421";
  return `<U+${code.toString(16).toUpperCase().padStart(4, "0")}>`;
}
