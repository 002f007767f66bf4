import type { Command } from "../device/session.js";

/** A command as the words of its sentence, but for the tag; or the text in it that the wire cannot carry. */
export type Worded =
  { readonly ok: true; readonly words: string[] } | { readonly ok: false; readonly text: string };

/** RouterOS manual, "API": command word, attribute words, API attribute words, query words. */
export function wordsOf({ path, attributes = {}, queries = [], proplist }: Command): Worded {
  const words = [
    path,
    ...Object.entries(attributes).map(([name, value]) => `=${name}=${value}`),
    ...(proplist === undefined ? [] : [`=.proplist=${proplist.join(",")}`]),
    ...queries.map((query) => `?${query}`),
  ];
  const unsendable = words.find((word) => !isCarried(word));
  return unsendable === undefined ? { ok: true, words } : { ok: false, text: unsendable };
}

/**
 * The library codes words as Windows-1252 and sends a `?` for what that lacks, without a word. ASCII is what
 * Windows-1252, Latin-1 and UTF-8 agree on, so only that is sure to arrive as it was meant.
 */
function isCarried(word: string): boolean {
  return /^[\t\n\r -~]*$/u.test(word) && word.length <= longestWord;
}

/** RouterOS states no bound; a scheduler's script is the longest that is ever sent. */
const longestWord = 60_000;
