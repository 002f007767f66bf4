import { type AddressSet, addressSet, rangesOf } from "../../src/net/address-set.js";
import { type AddressRange, addressBits } from "../../src/net/address.js";
import type { Family } from "../../src/net/family.js";

/** How many intervals of one family are single hosts. */
export function countHosts(set: AddressSet, family: Family): number {
  let count = 0;
  for (const { first, last } of rangesOf(set, family)) if (first === last) count++;
  return count;
}

/** Each IPv6 address as its whole network of this length. */
export function widened(set: AddressSet, length: number): AddressSet {
  return addressSet(widenedRanges(set, BigInt(addressBits("ipv6") - length)));
}

function* widenedRanges(set: AddressSet, bits: bigint): Generator<AddressRange> {
  yield* rangesOf(set, "ipv4");
  for (const range of rangesOf(set, "ipv6")) {
    const first = (BigInt(range.first) >> bits) << bits;
    const last = (((BigInt(range.last) >> bits) + 1n) << bits) - 1n;
    yield { family: "ipv6", first, last };
  }
}
