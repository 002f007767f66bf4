import {
  addressBits,
  type AddressRange,
  formatAddress,
  formatPrefix,
  isHost,
  parseIPv4,
  parseIPv6,
  prefixesOfRange,
} from "../../../src/net/address.js";
import type { Family } from "../../../src/net/family.js";

/**
 * Reads an address as RouterOS takes it: a host, a prefix with a length or a mask (bits below are the host's, and
 * don't count), or a range of IPv4 (facts: `A.B.C.D[-A.B.C.D | /n | /mask]`).
 * @returns undefined for anything else, such as a DNS name
 */
export function parseRouterAddress(text: string, family: Family): AddressRange | undefined {
  const [from = "", to, ...more] = text.split("-");
  if (more.length > 0) return undefined;
  if (to !== undefined) return family === "ipv4" ? rangeIPv4(from, to) : undefined;
  const [host = "", suffix, ...rest] = text.split("/");
  if (rest.length > 0) return undefined;
  const length = suffix === undefined ? addressBits(family) : lengthOf(suffix, family);
  if (length === undefined) return undefined;
  if (family === "ipv4") {
    const address = parseIPv4(host);
    if (address === undefined) return undefined;
    const size = 2 ** (32 - length);
    const first = address - (address % size);
    return { family, first, last: first + size - 1 };
  }
  const address = parseIPv6(host);
  if (address === undefined) return undefined;
  const size = 1n << BigInt(128 - length);
  const first = address - (address % size);
  return { family, first, last: first + size - 1n };
}

/** The address as RouterOS reads it back. */
export function formatRouterAddress(range: AddressRange): string {
  const [prefix, ...more] = prefixesOfRange(range);
  if (prefix === undefined || more.length > 0) {
    return [range.first, range.last].map((end) => formatAddress(range.family, end)).join("-");
  }
  const text = formatPrefix(prefix);
  return range.family === "ipv6" && isHost(prefix) ? `${text}/128` : text;
}

function rangeIPv4(from: string, to: string): AddressRange | undefined {
  const first = parseIPv4(from);
  const last = parseIPv4(to);
  if (first === undefined || last === undefined || first > last) return undefined;
  return { family: "ipv4", first, last };
}

function lengthOf(suffix: string, family: Family): number | undefined {
  if (/^\d{1,3}$/u.test(suffix)) {
    const length = Number(suffix);
    return length <= addressBits(family) ? length : undefined;
  }
  const mask = family === "ipv4" ? parseIPv4(suffix) : undefined;
  if (mask === undefined) return undefined;
  const length = 32 - Math.log2(2 ** 32 - mask);
  return Number.isInteger(length) ? length : undefined;
}
