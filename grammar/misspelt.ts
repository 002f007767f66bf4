import type { IToken } from "chevrotain";
import { nearest } from "../src/diagnostics/suggest.js";
import { wellKnownServices } from "../src/net/well-known-services.js";
import { conditionWords } from "./expectations.js";
import { Arrow, CloseBrace, Identifier, OpenBrace, Service } from "./tokens.js";

/** What stands in a rule behind the first word of something. */
const innerWords = ["burst", "per", "low", "high", "with", "else", "for"];

const ruleWords = [...conditionWords, ...innerWords];

/**
 * A rule that has no `->` where one is due may have a misspelt word before: `limt 10/s` reads as a service called
 * `limt` with a rate behind it, `-> drop els reject` as an action with services behind it.
 * @param at the place where the parser stopped
 */
export function misspeltBefore(
  tokens: readonly IToken[],
  at: number,
): { readonly token: IToken; readonly meant: string } | undefined {
  const own = servicesOf(tokens);
  let found: { token: IToken; meant: string } | undefined;
  for (let index = indexBefore(tokens, at); index >= 0; index--) {
    const token = tokens[index];
    if (token === undefined || boundaries.has(token.tokenType)) break;
    if (token.tokenType !== Identifier || own.has(token.image)) continue;
    if (wellKnownServices.has(token.image)) continue;
    const meant = nearest(token.image, ruleWords);
    if (meant !== undefined) found = { token, meant };
  }
  return found;
}

const boundaries = new Set([Arrow, OpenBrace, CloseBrace]);

function servicesOf(tokens: readonly IToken[]): ReadonlySet<string> {
  const names = new Set<string>();
  tokens.forEach((token, index) => {
    const name = tokens[index + 1];
    if (token.tokenType === Service && name !== undefined) names.add(name.image);
  });
  return names;
}

/** The index of the last token that starts before a place. */
function indexBefore(tokens: readonly IToken[], at: number): number {
  let low = 0;
  let high = tokens.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((tokens[middle]?.startOffset ?? at) < at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
