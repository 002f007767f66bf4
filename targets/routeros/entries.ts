import { rangesOf } from "../../src/net/address-set.js";
import type { Family } from "../../src/net/family.js";
import { addressTexts } from "./lower-address.js";
import type { RouterosList } from "./model.js";

/** The addresses of a list's entries in one family, one by one: a list may hold a million. */
export function* entriesOf(list: RouterosList, family: Family): Generator<string> {
  for (const range of rangesOf(list.addresses, family)) yield* addressTexts(range);
}
