import type { IToken } from "chevrotain";
import type {
  AddressNode,
  ChanceCondition,
  CountNode,
  FamilyChoice,
  Name,
  Text,
  TimeoutNode,
} from "../src/ast/nodes.js";
import { parseAddressText } from "../src/net/address-text.js";
import { whyNoAddress } from "../src/net/why-no-address.js";
import { type ChanceError, parseChance } from "../src/net/chance.js";
import { parseDuration } from "../src/net/duration.js";
import { bothFamilies } from "../src/net/family.js";
import { type BuildContext, first } from "./build-context.js";
import type { FamilyClauseCstNode, TimeoutCstNode } from "./cst.js";

/** A name: a plain word, or a quoted text that can serve as one. */
export function buildName(context: BuildContext, token: IToken | undefined): Name | undefined {
  if (token === undefined || token.isInsertedInRecovery === true) return undefined;
  const span = context.tokenSpan(token);
  if (!token.image.startsWith('"')) return { text: token.image, span };
  const text = buildText(context, token);
  const why = whyNoName(text.text);
  if (why === undefined) return text;
  context.report("SB1013", span, { why });
  return undefined;
}

const longestName = 10_000;

function whyNoName(text: string): string | undefined {
  if (text.trim() === "") return "it is empty";
  if (/[\p{Cc}\u2028\u2029]/u.test(text)) return "it holds a control character";
  return text.length > longestName ? "it is longer than 10,000 characters" : undefined;
}

/** The text between the quotes, with its escapes undone. */
function buildText(context: BuildContext, token: IToken): Text {
  const span = context.tokenSpan(token);
  const closed = token.tokenType.name === "QuotedText";
  if (!closed) context.report("SB1002", span, {});
  const body = token.image.slice(1, closed ? -1 : undefined);
  const text = body.replace(/\\(.?)/gu, (escape: string, character: string, offset: number) => {
    if (character === '"' || character === "\\") return character;
    if (character === "n") return "\n";
    if (closed) {
      const start = span.start + 1 + offset;
      context.report("SB1011", { ...span, start, end: start + escape.length }, { text: escape });
    }
    return character;
  });
  return { text, span };
}

/** The text of a token that may be missing after an error. */
export function buildTextOf(
  context: BuildContext,
  tokens: readonly IToken[] | undefined,
): Text | undefined {
  const token = tokens?.[0];
  return token === undefined || token.isInsertedInRecovery === true
    ? undefined
    : buildText(context, token);
}

const mostCounted = 4_294_967_295;

/** A whole number of 1 to 4,294,967,295, which is what every target counts to. */
export function buildCount(
  context: BuildContext,
  token: IToken | undefined,
): CountNode | undefined {
  if (token === undefined || token.isInsertedInRecovery === true) return undefined;
  const span = context.tokenSpan(token);
  const value = Number(token.image);
  if (value >= 1 && value <= mostCounted) return { value, span };
  context.report("SB1014", span, { text: token.image, least: 1, most: mostCounted });
  return undefined;
}

export function buildAddress(context: BuildContext, token: IToken): AddressNode | undefined {
  const span = context.tokenSpan(token);
  const text = token.image;
  const parsed = parseAddressText(text);
  if (!("error" in parsed)) return { kind: "address", range: parsed, span };
  const replacement = "repaired" in parsed ? parsed.repaired : undefined;
  const suggestion = replacement === undefined ? undefined : { span, replacement };
  if (parsed.error === "host-bits") {
    context.report("SB1007", span, { text, repaired: parsed.repaired }, suggestion);
  } else {
    context.report("SB1006", span, { text, why: whyNoAddress(text, parsed) }, suggestion);
  }
  return undefined;
}

export function buildTimeout(
  context: BuildContext,
  node: TimeoutCstNode | undefined,
): TimeoutNode | undefined {
  const children = node?.children;
  const forever = first(children?.WordForever);
  if (forever !== undefined) return { timeout: "forever", span: context.tokenSpan(forever) };
  const token = first(children?.DurationText) ?? first(children?.WholeNumber);
  if (token === undefined || token.isInsertedInRecovery === true) return undefined;
  const span = context.tokenSpan(token);
  const timeout = parseDuration(token.image);
  if (timeout !== undefined) return { timeout, span };
  const why =
    token.tokenType.name === "WholeNumber"
      ? "it has no unit"
      : !/^(?:\d+(?:ms|[wdhms]))+$/u.test(token.image)
        ? "it has a unit that there is not"
        : /[1-9]/u.test(token.image)
          ? "it is too long to be counted"
          : "it comes to nothing";
  context.report("SB1009", span, { text: token.image, why });
  return undefined;
}

const chanceErrors: Record<ChanceError, string> = {
  zero: "it would never happen",
  "above-hundred": "it is more than always",
  "too-fine": "it has more than four decimals",
  syntax: "it is not written as odds",
};

export function buildChance(context: BuildContext, token: IToken): ChanceCondition | undefined {
  const span = context.tokenSpan(token);
  const chance = parseChance(token.image);
  if (typeof chance !== "string") return { kind: "chance", chance, span };
  context.report("SB1010", span, { text: token.image, why: chanceErrors[chance] });
  return undefined;
}

export function buildFamily(context: BuildContext, node: FamilyClauseCstNode): FamilyChoice {
  const { children } = node;
  const span = context.nodeSpan(node);
  if (first(children.WordIpv4) !== undefined) {
    return { families: ["ipv4"], span };
  }
  if (first(children.WordIpv6) !== undefined) return { families: ["ipv6"], span };
  return { families: bothFamilies, span };
}
