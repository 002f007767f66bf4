/** A piece of a page that is safe to put into another. */
export interface Markup {
  readonly markup: string;
}

type Piece = string | number | Markup | readonly Markup[] | undefined;

/**
 * A template whose values are escaped, in text and between quotes alike, unless they are markup themselves. So nothing
 * that a policy names can become part of the page's structure.
 */
export function html(strings: TemplateStringsArray, ...values: readonly Piece[]): Markup {
  let markup = strings[0] ?? "";
  for (const [index, value] of values.entries()) {
    markup += piece(value) + (strings[index + 1] ?? "");
  }
  return { markup };
}

export const nothing: Markup = { markup: "" };

function piece(value: Piece): string {
  if (value === undefined) return "";
  if (typeof value === "number") return String(value);
  if (typeof value === "string") return escaped(value);
  return "markup" in value ? value.markup : value.map(({ markup }) => markup).join("");
}

const escapes: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Controls, which HTML cannot hold, become U+FFFD, and so do marks that change the direction of the text around them. */
function escaped(text: string): string {
  return text
    .replace(/[&<>"']/gu, (character) => escapes[character] ?? "")
    .replace(/[\p{Cc}\p{Bidi_Control}\p{Cs}]/gu, "\ufffd");
}
