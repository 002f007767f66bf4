import type { Family } from "./family.js";

/**
 * A closed interval of addresses of one family. IPv4 addresses are numbers (32 bits),
 * IPv6 addresses bigints (128 bits); a million IPv4 entries must stay cheap.
 */
export type AddressRange =
  | { readonly family: "ipv4"; readonly first: number; readonly last: number }
  | { readonly family: "ipv6"; readonly first: bigint; readonly last: bigint };

/** A network prefix without host bits (RFC 4632, RFC 4291). A single host has length 32 or 128. */
export type Prefix =
  | { readonly family: "ipv4"; readonly address: number; readonly length: number }
  | { readonly family: "ipv6"; readonly address: bigint; readonly length: number };

/** Dotted quad to number; octal, hexadecimal and short forms are refused. */
export function parseIPv4(text: string): number | undefined {
  let value = 0;
  let octet = -1;
  let digits = 0;
  let octets = 1;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === 46) {
      if (octet < 0 || octets === 4) return undefined;
      value = value * 256 + octet;
      octet = -1;
      digits = 0;
      octets++;
    } else if (code >= 48 && code <= 57) {
      if (digits > 0 && octet === 0) return undefined;
      octet = Math.max(octet, 0) * 10 + (code - 48);
      digits++;
      if (octet > 255) return undefined;
    } else {
      return undefined;
    }
  }
  return octets === 4 && octet >= 0 ? value * 256 + octet : undefined;
}

export function formatIPv4(address: number): string {
  // Written out: lists of a hundred thousand are printed with it.
  return `${address >>> 24}.${(address >>> 16) & 255}.${(address >>> 8) & 255}.${address & 255}`;
}

/** RFC 4291 section 2.2, all three text forms; no zone index. */
export function parseIPv6(text: string): bigint | undefined {
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const head = parseGroups(halves[0] ?? "", halves.length === 1);
  const tail = halves.length === 2 ? parseGroups(halves[1] ?? "", true) : [];
  if (head === undefined || tail === undefined) return undefined;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const groups = [...head, ...new Array<number>(missing).fill(0), ...tail];
  return groups.reduce((value, group) => (value << 16n) | BigInt(group), 0n);
}

function parseGroups(text: string, mayEndInIPv4: boolean): readonly number[] | undefined {
  if (text === "") return [];
  const groups: number[] = [];
  const parts = text.split(":");
  for (const [index, part] of parts.entries()) {
    if (mayEndInIPv4 && index === parts.length - 1 && part.includes(".")) {
      const address = parseIPv4(part);
      if (address === undefined) return undefined;
      groups.push(Math.floor(address / 65536), address % 65536);
    } else if (/^[0-9a-f]{1,4}$/iu.test(part)) {
      groups.push(Number.parseInt(part, 16));
    } else {
      return undefined;
    }
  }
  return groups;
}

/** RFC 5952: lower case, the longest run of zero groups (two at least, leftmost) as `::`. */
export function formatIPv6(address: bigint): string {
  const groups = Array.from({ length: 8 }, (_, index) =>
    Number((address >> BigInt(112 - 16 * index)) & 0xffffn),
  );
  let best = { start: 0, length: 0 };
  for (let start = 0; start < 8; start++) {
    let length = 0;
    while (start + length < 8 && groups[start + length] === 0) length++;
    if (length > best.length) best = { start, length };
  }
  const hex = groups.map((group) => group.toString(16));
  if (best.length < 2) return hex.join(":");
  return `${hex.slice(0, best.start).join(":")}::${hex.slice(best.start + best.length).join(":")}`;
}

/** The address alone, without a length. */
export function formatAddress(family: Family, address: number | bigint): string {
  return family === "ipv4" ? formatIPv4(Number(address)) : formatIPv6(BigInt(address));
}

/** `192.0.2.0/24`, `2001:db8::/48`; a single host without its length. */
export function formatPrefix(prefix: Prefix): string {
  const address = formatAddress(prefix.family, prefix.address);
  return isHost(prefix) ? address : `${address}/${String(prefix.length)}`;
}

export function isHost(prefix: Prefix): boolean {
  return prefix.length === addressBits(prefix.family);
}

export function addressBits(family: Family): 32 | 128 {
  return family === "ipv4" ? 32 : 128;
}

/** The interval a prefix covers. */
export function rangeOfPrefix(prefix: Prefix): AddressRange {
  if (prefix.family === "ipv4") {
    const size = 2 ** (32 - prefix.length);
    return { family: "ipv4", first: prefix.address, last: prefix.address + size - 1 };
  }
  const size = 1n << BigInt(128 - prefix.length);
  return { family: "ipv6", first: prefix.address, last: prefix.address + size - 1n };
}

/** The fewest prefixes that cover exactly this interval, ascending. */
export function* prefixesOfRange(range: AddressRange): Generator<Prefix> {
  if (range.family === "ipv4") {
    for (let first = range.first; first <= range.last;) {
      const fitting = highestBit(range.last - first + 1);
      // The lowest set bit is the largest size that the address is a multiple of.
      const bits = first === 0 ? fitting : Math.min(fitting, highestBit((first & -first) >>> 0));
      yield { family: "ipv4", address: first, length: 32 - bits };
      first += 2 ** bits;
    }
    return;
  }
  for (let first = range.first; first <= range.last;) {
    const fitting = highestBitOf(range.last - first + 1n);
    const bits = first === 0n ? fitting : Math.min(fitting, highestBitOf(first & -first));
    yield { family: "ipv6", address: first, length: 128 - bits };
    first += 1n << BigInt(bits);
  }
}

/** The place of the highest set bit of a number from 1 to 2^32. */
function highestBit(value: number): number {
  return value > 0xffffffff ? 32 : 31 - Math.clz32(value);
}

function highestBitOf(value: bigint): number {
  return value === 1n ? 0 : value.toString(2).length - 1;
}
