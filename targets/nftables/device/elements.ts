import { parseDuration } from "../../../src/net/duration.js";

/** A member of a set in the kernel. */
export interface Member {
  /** As nft writes it: an address, a prefix, a range, or several values with dots between. */
  readonly key: string;
  /** What it was given, in milliseconds; undefined for ever. */
  readonly timeout: number | undefined;
  /** What is left of that. */
  readonly expires: number | undefined;
}

/** The members in what is listed of a set. @param lines of its block */
export function membersIn(lines: readonly string[]): readonly Member[] {
  const start = lines.findIndex((line) => line.startsWith("elements = {"));
  if (start < 0) return [];
  const text = lines
    .slice(start)
    .join(" ")
    .replaceAll(/ comment "[^"]*"/gu, "")
    .replace(/^elements = \{/u, "")
    .replace(/\}$/u, "");
  return text.split(",").flatMap((element) => {
    const [, key = ""] = /^\s*(\S+(?: \. \S+)*)/u.exec(element) ?? [];
    if (key === "") return [];
    return [
      { key, timeout: timeBehind("timeout", element), expires: timeBehind("expires", element) },
    ];
  });
}

function timeBehind(word: string, element: string): number | undefined {
  const text = new RegExp(` ${word} (\\S+)`, "u").exec(element)?.[1];
  return text === undefined ? undefined : parseDuration(text)?.milliseconds;
}
