import { type AddressRange, formatAddress, formatPrefix, prefixesOfRange } from "../net/address.js";
import { type AddressSet, rangesOf } from "../net/address-set.js";
import { bothFamilies } from "../net/family.js";

/** Each interval of a set in the shortest way to write it. */
export function describeAddresses(set: AddressSet): readonly string[] {
  return bothFamilies.flatMap((family) => [...rangesOf(set, family)].map(describeRange));
}

/** `192.0.2.0/24` where an interval is one prefix, `192.0.2.10-192.0.2.20` where it is not. */
function describeRange(range: AddressRange): string {
  const [only, second] = prefixesOfRange(range);
  if (only !== undefined && second === undefined) return formatPrefix(only);
  return `${formatAddress(range.family, range.first)}-${formatAddress(range.family, range.last)}`;
}
