import type { Family } from "../../../src/net/family.js";
import { otherProtocolNumbers, type Protocol } from "../../../src/net/service.js";

export const tcp = 6;
export const udp = 17;

/** RouterOS's names (its console's completion) with their numbers in the IANA registry. */
const numbers: ReadonlyMap<string, number> = new Map(
  Object.entries({
    icmp: 1,
    igmp: 2,
    ggp: 3,
    ipencap: 4,
    st: 5,
    tcp,
    egp: 8,
    pup: 12,
    udp,
    hmp: 20,
    "xns-idp": 22,
    rdp: 27,
    "iso-tp4": 29,
    dccp: 33,
    xtp: 36,
    ddp: 37,
    "idpr-cmtp": 38,
    "ipv6-encap": 41,
    "ipv6-route": 43,
    "ipv6-frag": 44,
    rsvp: 46,
    gre: 47,
    "ipsec-esp": 50,
    "ipsec-ah": 51,
    icmpv6: 58,
    "ipv6-nonxt": 59,
    "ipv6-opts": 60,
    rspf: 73,
    vmtp: 81,
    ospf: 89,
    ipip: 94,
    etherip: 97,
    encap: 98,
    pim: 103,
    vrrp: 112,
    l2tp: 115,
    sctp: 132,
    "udp-lite": 136,
  }),
);

/** @param text a name of RouterOS's, or a number */
export function protocolNumber(text: string): number | undefined {
  const named = numbers.get(text);
  if (named !== undefined) return named;
  return /^\d{1,3}$/u.test(text) && Number(text) <= 255 ? Number(text) : undefined;
}

export function icmpOf(family: Family): number {
  return family === "ipv4" ? 1 : 58;
}

/** The number of a protocol that the policy names. */
export function numberOf(protocol: Protocol, family: Family): number {
  if (protocol === "icmp") return icmpOf(family);
  if (protocol === "tcp") return tcp;
  return protocol === "udp" ? udp : otherProtocolNumbers[protocol];
}
