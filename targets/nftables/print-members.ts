import { type AddressSet, rangesOf } from "../../src/net/address-set.js";
import {
  type AddressRange,
  formatAddress,
  formatPrefix,
  prefixesOfRange,
} from "../../src/net/address.js";
import type { Family } from "../../src/net/family.js";
import type { StaticSet } from "./model.js";

/** The intervals of one family as nft writes them: a host, a prefix, or else a range. */
export function* printMembers(set: AddressSet, family: Family): Generator<string> {
  for (const range of rangesOf(set, family)) yield printRange(range);
}

/** What is in this set and not in one of its list's hosts. */
export function* printStored({
  kind,
  members,
  family,
  withoutHosts,
}: StaticSet): Generator<string> {
  for (const range of rangesOf(members, family)) {
    const isHost = range.first === range.last;
    if (isHost ? !withoutHosts : kind === "intervals") yield printRange(range);
  }
}

export function printRange(range: AddressRange): string {
  const { family, first, last } = range;
  if (first === last) return formatAddress(family, first);
  const [prefix, more] = prefixesOfRange(range);
  if (prefix !== undefined && more === undefined) return formatPrefix(prefix);
  return `${formatAddress(family, first)}-${formatAddress(family, last)}`;
}

const widest = 96;

/** `elements = { … }`, on as many lines as it takes; read once, so that long lists are never held as one text. */
export function* printElements(set: StaticSet): Generator<string> {
  const lines = filledLines(printStored(set));
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
