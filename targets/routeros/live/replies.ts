import type { Row } from "../device/session.js";

/** What has come for one tag so far. */
export interface Replies {
  readonly rows: Row[];
  ret: string | undefined;
  trap: { readonly message: string; readonly category: number | undefined } | undefined;
}

export function noReplies(): Replies {
  return { rows: [], ret: undefined, trap: undefined };
}

export const replyWords: ReadonlySet<string> = new Set(["!re", "!done", "!trap", "!empty"]);

/**
 * Takes one reply sentence. RouterOS manual, "API", "Reply word": `!done` is the last for every command; `!empty`
 * (7.18) only says that there is nothing; of several traps the first tells the cause.
 * @returns whether it is the last
 */
export function takeReply(replies: Replies, words: readonly string[]): boolean {
  const [reply] = words;
  if (reply === "!re") replies.rows.push(attributesOf(words));
  if (reply === "!trap") replies.trap ??= trapOf(attributesOf(words));
  if (reply !== "!done") return false;
  replies.ret = attributesOf(words)["ret"];
  return true;
}

function trapOf({ message, category }: Row): Replies["trap"] {
  const number = Number(category);
  return {
    message: message ?? "it did not say why",
    category: category === undefined || !Number.isInteger(number) ? undefined : number,
  };
}

/** `=name=value`; the value may hold `=`. */
function attributesOf(words: readonly string[]): Row {
  const attributes: Record<string, string> = {};
  for (const word of words) {
    const equals = word.indexOf("=", 1);
    if (word.startsWith("=") && equals > 0) {
      attributes[word.slice(1, equals)] = word.slice(equals + 1);
    }
  }
  return attributes;
}
