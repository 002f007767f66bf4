import type { AddressMatcher } from "../../src/ir/ruleset.js";
import {
  type AddressRange,
  formatAddress,
  formatPrefix,
  isHost,
  type Prefix,
  prefixesOfRange,
} from "../../src/net/address.js";
import { rangesOf } from "../../src/net/address-set.js";
import type { Family } from "../../src/net/family.js";
import type { Conditions } from "./model.js";
import { everything, noneOf, nothing, oneOf, only, type Selection } from "./selection.js";

/** @param listNames the spelling of each list */
export function selectAddress(
  matcher: AddressMatcher,
  family: Family,
  listNames: ReadonlyMap<string, string>,
): Selection {
  const { operand, negated } = matcher;
  const on = (kind: "address" | "address-list", value: string, not: boolean): Conditions => {
    const side = matcher.side === "source" ? "src" : "dst";
    return { [`${side}-${kind}` as const]: not ? `!${value}` : value };
  };
  if (operand.kind === "list") {
    return only(on("address-list", listNames.get(operand.list) ?? operand.list, negated));
  }
  const texts = [...rangesOf(operand.addresses, family)].flatMap((range) => addressTexts(range));
  if (texts.some(coversFamily)) return negated ? nothing : everything;
  if (!negated) return oneOf(texts.map((text) => on("address", text, false)));
  const [text, ...more] = texts;
  if (text === undefined) return everything;
  if (more.length === 0) return only(on("address", text, true));
  return noneOf(texts.map((excluded) => on("address", excluded, false)));
}

function coversFamily(text: string): boolean {
  return text.endsWith("/0");
}

/**
 * An interval as RouterOS reads it back: a host or prefix where it is one, else a range under IPv4 and the
 * prefixes it consists of under IPv6, which has no ranges. An IPv6 host has its `/128`.
 */
export function addressTexts(range: AddressRange): readonly string[] {
  const [prefix, ...more] = prefixesOfRange(range);
  if (prefix === undefined) return [];
  if (more.length === 0) return [prefixText(prefix)];
  if (range.family === "ipv6") return [prefix, ...more].map(prefixText);
  const ends = [range.first, range.last].map((end) => formatAddress(range.family, end));
  return [ends.join("-")];
}

function prefixText(prefix: Prefix): string {
  const text = formatPrefix(prefix);
  return prefix.family === "ipv6" && isHost(prefix) ? `${text}/128` : text;
}
