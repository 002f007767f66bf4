import {
  addressBits,
  formatAddress,
  formatPrefix,
  type AddressRange,
  parseIPv4,
  parseIPv6,
  type Prefix,
  rangeOfPrefix,
} from "./address.js";

/** What is wrong with a text that should be an address, a prefix or a range. */
export type AddressError =
  | { readonly error: "syntax" }
  | { readonly error: "length"; readonly bits: 32 | 128 }
  | { readonly error: "host-bits"; readonly repaired: string }
  | { readonly error: "mixed-range" }
  | { readonly error: "reversed-range"; readonly repaired: string };

/**
 * Reads `192.0.2.7`, `192.0.2.0/24`, `192.0.2.10-192.0.2.20`, `2001:db8::1`, `2001:db8::/48`.
 * Host bits under a prefix are an error, never masked.
 */
export function parseAddressText(text: string): AddressRange | AddressError {
  const dash = text.indexOf("-");
  if (dash >= 0) return parseRange(text.slice(0, dash), text.slice(dash + 1));
  const slash = text.indexOf("/");
  if (slash < 0) return parseHost(text) ?? { error: "syntax" };
  const host = parseHost(text.slice(0, slash));
  const lengthText = text.slice(slash + 1);
  if (host === undefined || !/^\d{1,4}$/u.test(lengthText)) return { error: "syntax" };
  return applyLength(host, Number(lengthText));
}

function parseHost(text: string): AddressRange | undefined {
  if (text.includes(":")) {
    const value = parseIPv6(text);
    return value === undefined ? undefined : { family: "ipv6", first: value, last: value };
  }
  const value = parseIPv4(text);
  return value === undefined ? undefined : { family: "ipv4", first: value, last: value };
}

function applyLength(host: AddressRange, length: number): AddressRange | AddressError {
  const bits = addressBits(host.family);
  if (length > bits) return { error: "length", bits };
  const network = networkOf(host, length);
  if (network.address !== host.first)
    return { error: "host-bits", repaired: formatPrefix(network) };
  return rangeOfPrefix(network);
}

function networkOf(host: AddressRange, length: number): Prefix {
  if (host.family === "ipv4") {
    const size = 2 ** (32 - length);
    return { family: "ipv4", address: Math.floor(host.first / size) * size, length };
  }
  const shift = BigInt(128 - length);
  return { family: "ipv6", address: (host.first >> shift) << shift, length };
}

function parseRange(from: string, to: string): AddressRange | AddressError {
  const first = parseHost(from);
  const last = parseHost(to);
  if (first === undefined || last === undefined) return { error: "syntax" };
  if (first.family === "ipv4" && last.family === "ipv4" && first.first <= last.last) {
    return { family: "ipv4", first: first.first, last: last.last };
  }
  if (first.family === "ipv6" && last.family === "ipv6" && first.first <= last.last) {
    return { family: "ipv6", first: first.first, last: last.last };
  }
  if (first.family !== last.family) return { error: "mixed-range" };
  const ends = [last.first, first.first].map((end) => formatAddress(first.family, end));
  return { error: "reversed-range", repaired: ends.join("-") };
}
