import { type AddressSet, rangesOf } from "../../src/net/address-set.js";
import { formatAddress, formatPrefix, prefixesOfRange } from "../../src/net/address.js";
import type { Family } from "../../src/net/family.js";

/** The intervals of one family as nft writes them: a host, a prefix, or else a range. */
export function* printMembers(set: AddressSet, family: Family): Generator<string> {
  for (const range of rangesOf(set, family)) {
    const [prefix, more] = prefixesOfRange(range);
    if (prefix !== undefined && more === undefined) yield formatPrefix(prefix);
    else yield `${formatAddress(family, range.first)}-${formatAddress(family, range.last)}`;
  }
}

const widest = 96;

/** `elements = { … }`, on as many lines as it takes; read once, so that long lists are never held as one text. */
export function* printElements(set: AddressSet, family: Family): Generator<string> {
  const lines = filledLines(printMembers(set, family));
  const first = lines.next();
  const second = lines.next();
  if (first.done === true) return;
  if (second.done === true) {
    yield `elements = { ${first.value} }`;
    return;
  }
  yield "elements = {";
  yield `  ${first.value},`;
  yield `  ${second.value},`;
  for (const line of lines) yield `  ${line},`;
  yield "}";
}

function* filledLines(members: Iterable<string>): Generator<string, undefined> {
  let line = "";
  for (const member of members) {
    const longer = line === "" ? member : `${line}, ${member}`;
    if (longer.length > widest) {
      yield line;
      line = member;
    } else {
      line = longer;
    }
  }
  if (line !== "") yield line;
  return undefined;
}
