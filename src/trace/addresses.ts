import { parseIPv4, parseIPv6 } from "../net/address.js";
import type { Family } from "../net/family.js";
import type { Address } from "../simulate/packet.js";

export interface Host {
  readonly family: Family;
  readonly address: Address;
}

/** An address as logs and people write it; one of IPv4 mapped into IPv6 (RFC 4291 2.5.5.2) is the IPv4 one. */
export function parseHost(text: string): Host | undefined {
  if (!text.includes(":")) {
    const address = parseIPv4(text);
    return address === undefined ? undefined : { family: "ipv4", address };
  }
  const address = parseIPv6(text);
  if (address === undefined) return undefined;
  return address >> 32n === 0xffffn
    ? { family: "ipv4", address: Number(address & 0xffffffffn) }
    : { family: "ipv6", address };
}

/** Where a packet went of which that is not told: an address that nobody has. */
export function unspecified(family: Family): Address {
  return family === "ipv4" ? 0 : 0n;
}

/** A port, or undefined for a text that is none. */
export function parsePort(text: string): number | undefined {
  return /^\d{1,5}$/u.test(text) && Number(text) <= 65535 ? Number(text) : undefined;
}
