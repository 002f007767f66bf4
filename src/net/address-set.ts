import { type AddressRange, type Prefix, prefixesOfRange } from "./address.js";
import type { Family } from "./family.js";

/**
 * A set of addresses of both families, canonical: ascending, disjoint intervals that do not touch.
 * Stored flat, as `first, last, first, last, …`, so that a million entries stay small.
 */
export interface AddressSet {
  readonly ipv4: Float64Array;
  readonly ipv6: readonly bigint[];
}

/** The union of the ranges, in any order, overlapping or not. */
export function addressSet(ranges: Iterable<AddressRange>): AddressSet {
  const ipv4: number[] = [];
  const ipv6: { first: bigint; last: bigint }[] = [];
  for (const range of ranges) {
    if (range.family === "ipv6") ipv6.push(range);
    else if (range.first === range.last) ipv4.push(range.first * sizeBase);
    else for (const prefix of prefixesOfRange(range)) ipv4.push(sortKey(prefix));
  }
  return { ipv4: unionIPv4(new Float64Array(ipv4)), ipv6: unionIPv6(ipv6) };
}

/** The set of the addresses of one range. */
export function rangeSet(range: AddressRange): AddressSet {
  return range.family === "ipv4"
    ? { ipv4: Float64Array.of(range.first, range.last), ipv6: [] }
    : { ipv4: noIPv4, ipv6: [range.first, range.last] };
}

/** What of a set is of some families. */
export function ofFamilies(set: AddressSet, families: readonly Family[]): AddressSet {
  return {
    ipv4: families.includes("ipv4") ? set.ipv4 : noIPv4,
    ipv6: families.includes("ipv6") ? set.ipv6 : [],
  };
}

/** The union of two sets. */
export function unionOfSets(a: AddressSet, b: AddressSet): AddressSet {
  if (isEmpty(a)) return b;
  if (isEmpty(b)) return a;
  function* ranges(): Generator<AddressRange> {
    for (const set of [a, b]) {
      yield* rangesOf(set, "ipv4");
      yield* rangesOf(set, "ipv6");
    }
  }
  return addressSet(ranges());
}

function isEmpty({ ipv4, ipv6 }: AddressSet): boolean {
  return ipv4.length === 0 && ipv6.length === 0;
}

const noIPv4 = new Float64Array(0);

/** A prefix as one number, first its address, then the binary logarithm of its size: numbers sort natively. */
const sizeBase = 64;

function sortKey(prefix: Prefix): number {
  return Number(prefix.address) * sizeBase + (32 - prefix.length);
}

function unionIPv4(keys: Float64Array): Float64Array {
  keys.sort();
  const union = new Float64Array(keys.length * 2);
  let used = 0;
  for (const key of keys) {
    const first = Math.floor(key / sizeBase);
    const last = first + 2 ** (key % sizeBase) - 1;
    if (used > 0 && first <= at(union, used - 1) + 1) {
      union[used - 1] = Math.max(at(union, used - 1), last);
    } else {
      union[used++] = first;
      union[used++] = last;
    }
  }
  return union.slice(0, used);
}

function at(pairs: Float64Array, index: number): number {
  return pairs[index] ?? 0;
}

function unionIPv6(ranges: { first: bigint; last: bigint }[]): readonly bigint[] {
  ranges.sort((a, b) => (a.first < b.first ? -1 : a.first > b.first ? 1 : 0));
  const union: bigint[] = [];
  for (const { first, last } of ranges) {
    const end = union.at(-1);
    if (end !== undefined && first <= end + 1n) union[union.length - 1] = last > end ? last : end;
    else union.push(first, last);
  }
  return union;
}

/** The intervals of one family, ascending. */
export function* rangesOf(set: AddressSet, family: Family): Generator<AddressRange> {
  if (family === "ipv4") {
    for (let index = 0; index < set.ipv4.length; index += 2) {
      yield { family, first: at(set.ipv4, index), last: at(set.ipv4, index + 1) };
    }
    return;
  }
  for (let index = 0; index < set.ipv6.length; index += 2) {
    yield { family, first: set.ipv6[index] ?? 0n, last: set.ipv6[index + 1] ?? 0n };
  }
}

/** The fewest prefixes that make up one family of the set, ascending. */
export function* prefixesOf(set: AddressSet, family: Family): Generator<Prefix> {
  for (const range of rangesOf(set, family)) yield* prefixesOfRange(range);
}

export function hasFamily(set: AddressSet, family: Family): boolean {
  return set[family].length > 0;
}

/** Whether one family of the set holds single hosts only. */
export function onlyHosts(set: AddressSet, family: Family): boolean {
  for (const range of rangesOf(set, family)) {
    if (range.first !== range.last) return false;
  }
  return true;
}

/** The number of intervals of one family. */
export function intervalCount(set: AddressSet, family: Family): number {
  return set[family].length / 2;
}

/** How many addresses of one family the set holds. */
export function addressCount(set: AddressSet, family: Family): bigint {
  let count = 0n;
  for (const range of rangesOf(set, family)) count += sizeOf(range);
  return count;
}

export function sizeOf(range: AddressRange): bigint {
  return BigInt(range.last) - BigInt(range.first) + 1n;
}

/** Whether some address from `first` to `last` of one family is in the set. */
export function overlaps(
  set: AddressSet,
  family: Family,
  first: number | bigint,
  last: number | bigint,
): boolean {
  // The intervals ascend and are disjoint: the first that does not end before `first` decides.
  const pairs: ArrayLike<number | bigint> = set[family];
  let low = 0;
  let high = pairs.length / 2;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const end = pairs[middle * 2 + 1];
    if (end !== undefined && end < first) low = middle + 1;
    else high = middle;
  }
  const start = pairs[low * 2];
  return start !== undefined && start <= last;
}
