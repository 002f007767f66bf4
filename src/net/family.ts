/** An IP address family. */
export type Family = "ipv4" | "ipv6";

/** Both, in the order in which every output lists them. */
export const bothFamilies: readonly Family[] = ["ipv4", "ipv6"];

/** `IPv4`, `IPv6`: as people write it. */
export function familyName(family: Family): string {
  return family === "ipv4" ? "IPv4" : "IPv6";
}

/** Whose networks a prefix length means where no address tells: IPv6's are longer than any IPv4 address. */
export function familyOfLength(length: number): Family {
  return length <= 32 ? "ipv4" : "ipv6";
}
