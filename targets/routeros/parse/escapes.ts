/** A text of the console without its escapes, or what is wrong and where. */
export interface Unescaped {
  readonly value: string;
  readonly problem?: { readonly at: number; readonly what: string };
}

const signs: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ["\\", "\\"],
  ["$", "$"],
  ["?", "?"],
  ["_", " "],
  ["a", "\u0007"],
  ["b", "\b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
  ["v", "\v"],
]);

/**
 * RouterOS manual, "Scripting", "Constant escape sequences". `\xx` with capital digits is a byte; a run of bytes is
 * UTF-8 where it can be, and else Windows-1252, which is what old consoles talk.
 */
export function unescaped(text: string): Unescaped {
  if (!text.includes("\\")) return { value: text };
  let value = "";
  let at = 0;
  while (at < text.length) {
    const plain = /[^\\]*/uy;
    plain.lastIndex = at;
    const before = plain.exec(text)?.[0] ?? "";
    value += before;
    at += before.length;
    if (at >= text.length) break;
    const run = /(?:\\[0-9A-F]{2})+/uy;
    run.lastIndex = at;
    const bytes = run.exec(text)?.[0];
    if (bytes !== undefined) {
      value += decoded(bytes);
      at += bytes.length;
      continue;
    }
    const sign = text[at + 1] ?? "";
    const meant = signs.get(sign);
    if (meant === undefined) return { value, problem: { at, what: `\`\\${sign}\` is no escape` } };
    value += meant;
    at += 2;
  }
  return { value };
}

function decoded(run: string): string {
  const codes = run.slice(1).split("\\");
  const bytes = Uint8Array.from(codes, (hex) => Number.parseInt(hex, 16));
  const utf8 = new TextDecoder("utf-8").decode(bytes);
  return utf8.includes("\uFFFD") ? new TextDecoder("windows-1252").decode(bytes) : utf8;
}
