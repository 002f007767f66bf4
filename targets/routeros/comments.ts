import { originOf, type Span } from "../../src/source/source-file.js";

/**
 * What the comment of everything of a policy begins with: `sinbin:edge`. Letters that a regular expression or
 * a script would read otherwise are written as `%XX`, so that `^sinbin:edge ` finds this policy's and no other's.
 */
export function ownerTag(policy: string): string {
  return `sinbin:${percentEncode(policy, /[^A-Za-z0-9_-]/gu)}`;
}

/** `sinbin:edge edge.sbn:12 the note`; the place has no spaces, so that its end can be told. */
export function commentOf(owner: string, origin: Span, note?: string): string {
  const place = percentEncode(originOf(origin), /[^!-$&-~]/gu);
  return note === undefined ? `${owner} ${place}` : `${owner} ${place} ${note}`;
}

/** Whether RouterOS carries a text byte for byte: its API talks Windows-1252, so only ASCII is sure to come back. */
export function isPrintableAscii(text: string): boolean {
  return /^[ -~]*$/u.test(text);
}

function percentEncode(text: string, unsafe: RegExp): string {
  return text.replace(unsafe, (character) =>
    Array.from(new TextEncoder().encode(character), (byte) => {
      const hex = byte.toString(16).toUpperCase().padStart(2, "0");
      return `%${hex}`;
    }).join(""),
  );
}

/** Undoes {@link ownerTag}'s encoding; undefined for what is no such text. */
export function percentDecode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
