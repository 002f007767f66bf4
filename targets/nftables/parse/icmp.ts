import type { Family } from "../../../src/net/family.js";
import type { IcmpType } from "../../../src/net/icmp.js";
import type { Match } from "../model.js";
import type { Cursor } from "./cursor.js";
import { named, natural, oneOrSet, range, setOf, word } from "./values.js";

/** Behind `icmp` or `icmpv6`: types, or types with their codes. */
export function readIcmp(cursor: Cursor, family: Family): Match | undefined {
  if (!cursor.expect("type")) return undefined;
  const type = word("an ICMP type", (text) => numbered(text, types[family]));
  if (cursor.take(".", family === "ipv4" ? "icmp" : "icmpv6", "code")) {
    const negated = cursor.take("!=");
    const pairs = setOf(cursor, (at) => readPair(at, family));
    return pairs && { kind: "icmp", family, negated, types: pairs };
  }
  const negated = cursor.take("!=");
  const values = oneOrSet(cursor, type);
  if (values === undefined) return undefined;
  if (family === "ipv6" && !negated && isNeighbourDiscovery(values)) {
    return { kind: "neighbour-discovery" };
  }
  return { kind: "icmp", family, negated, types: values.map((value) => ({ type: value })) };
}

function readPair(cursor: Cursor, family: Family): IcmpType | undefined {
  const type = word("an ICMP type", (text) => numbered(text, types[family]))(cursor);
  if (type === undefined || !cursor.expect(".")) return undefined;
  const known = named(codes[family], cursor.token.text);
  if (known !== undefined) {
    cursor.skip();
    return { type, code: known };
  }
  const code = range(cursor);
  if (code === undefined) return undefined;
  return code.first === code.last ? { type, code: code.first } : { type };
}

function numbered(text: string, names: Readonly<Record<string, number>>): number | undefined {
  const value = named(names, text) ?? natural(text);
  return value !== undefined && value <= 255 ? value : undefined;
}

/** RFC 4861, all five messages. */
function isNeighbourDiscovery(values: readonly number[]): boolean {
  return values.length === 5 && [133, 134, 135, 136, 137].every((type) => values.includes(type));
}

/** As `nft describe icmp type` and `nft describe icmpv6 type` name them. */
const types: Readonly<Record<Family, Readonly<Record<string, number>>>> = {
  ipv4: {
    "echo-reply": 0,
    "destination-unreachable": 3,
    "source-quench": 4,
    redirect: 5,
    "echo-request": 8,
    "router-advertisement": 9,
    "router-solicitation": 10,
    "time-exceeded": 11,
    "parameter-problem": 12,
    "timestamp-request": 13,
    "timestamp-reply": 14,
    "info-request": 15,
    "info-reply": 16,
    "address-mask-request": 17,
    "address-mask-reply": 18,
  },
  ipv6: {
    "destination-unreachable": 1,
    "packet-too-big": 2,
    "time-exceeded": 3,
    "parameter-problem": 4,
    "echo-request": 128,
    "echo-reply": 129,
    "mld-listener-query": 130,
    "mld-listener-report": 131,
    "mld-listener-done": 132,
    "mld-listener-reduction": 132,
    "nd-router-solicit": 133,
    "nd-router-advert": 134,
    "nd-neighbor-solicit": 135,
    "nd-neighbor-advert": 136,
    "nd-redirect": 137,
    "router-renumbering": 138,
    "ind-neighbor-solicit": 141,
    "ind-neighbor-advert": 142,
    "mld2-listener-report": 143,
  },
};

/** As `nft describe icmp code` and `nft describe icmpv6 code` name them. */
const codes: Readonly<Record<Family, Readonly<Record<string, number>>>> = {
  ipv4: {
    "net-unreachable": 0,
    "host-unreachable": 1,
    "prot-unreachable": 2,
    "port-unreachable": 3,
    "frag-needed": 4,
    "net-prohibited": 9,
    "host-prohibited": 10,
    "admin-prohibited": 13,
  },
  ipv6: {
    "no-route": 0,
    "admin-prohibited": 1,
    "addr-unreachable": 3,
    "port-unreachable": 4,
    "policy-fail": 5,
    "reject-route": 6,
  },
};
