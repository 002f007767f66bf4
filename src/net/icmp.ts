import type { Family } from "./family.js";

/** An ICMP type, and a code where one is named. */
export interface IcmpType {
  readonly type: number;
  readonly code?: number;
}

/**
 * Names that mean the same in both families (RFC 792, RFC 4443), and those that one alone has. Numbers are
 * IPv4's (LANGUAGE.md 8.1).
 */
const names: Record<string, Partial<Record<Family, IcmpType>>> = {
  "echo-request": { ipv4: { type: 8 }, ipv6: { type: 128 } },
  "echo-reply": { ipv4: { type: 0 }, ipv6: { type: 129 } },
  "destination-unreachable": { ipv4: { type: 3 }, ipv6: { type: 1 } },
  "time-exceeded": { ipv4: { type: 11 }, ipv6: { type: 3 } },
  "parameter-problem": { ipv4: { type: 12 }, ipv6: { type: 4 } },
  "packet-too-big": { ipv4: { type: 3, code: 4 }, ipv6: { type: 2 } },
  redirect: { ipv4: { type: 5 }, ipv6: { type: 137 } },
  "router-advertisement": { ipv4: { type: 9 }, ipv6: { type: 134 } },
  "router-solicitation": { ipv4: { type: 10 }, ipv6: { type: 133 } },
  "timestamp-request": { ipv4: { type: 13 } },
  "timestamp-reply": { ipv4: { type: 14 } },
  "neighbour-solicitation": { ipv6: { type: 135 } },
  "neighbour-advertisement": { ipv6: { type: 136 } },
};

export const icmpNames: readonly string[] = Object.keys(names);

/** What a name stands for in a family; undefined when that family has no such message. */
export function icmpNamed(name: string, family: Family): IcmpType | undefined {
  return names[name]?.[family];
}
