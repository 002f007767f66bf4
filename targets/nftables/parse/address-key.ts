import type { Side } from "../../../src/ir/ruleset.js";
import type { Family } from "../../../src/net/family.js";
import type { MeterKey } from "../model.js";
import type { Cursor } from "./cursor.js";
import { mask, named } from "./values.js";

/** What a set is asked for: addresses, or the source with its port. */
export interface AddressKey {
  readonly key: MeterKey;
  /** `ip saddr . meta l4proto . th dport`. */
  readonly port: boolean;
  /** The protocol by which a listing calls the port; it then leaves out the test of that protocol before. */
  readonly protocol: string | undefined;
}

/** Whether an address of the packet is what is next. */
export function isAddressNext(cursor: Cursor): boolean {
  return cursor.token.text === "ip" || cursor.token.text === "ip6";
}

/** `ip saddr`, `ip6 daddr & MASK`, and several joined by dots. */
export function readAddressKey(cursor: Cursor): AddressKey | undefined {
  const first = readField(cursor);
  if (first === undefined) return undefined;
  const { family, per } = first;
  const sides = [first.side];
  let port = false;
  let protocol: string | undefined;
  while (cursor.take(".")) {
    if (cursor.token.text === "meta" && !port && sides.length === 1) {
      if (!cursor.expect("meta", "l4proto", ".")) return undefined;
      const text = cursor.ahead(0);
      if (text === "tcp" || text === "udp") protocol = cursor.skip().text;
      else if (!cursor.expect("th")) return undefined;
      if (!cursor.expect("dport")) return undefined;
      port = true;
      continue;
    }
    const start = cursor.token;
    const next = readField(cursor);
    if (next === undefined) return undefined;
    if (next.family !== family || next.per !== per) {
      cursor.fail("a field like the first one", start);
      return undefined;
    }
    sides.push(next.side);
  }
  return { key: { family, sides, per }, port, protocol };
}

interface Field {
  readonly family: Family;
  readonly side: Side;
  readonly per: number | undefined;
}

function readField(cursor: Cursor): Field | undefined {
  if (!isAddressNext(cursor)) {
    cursor.fail("an address of the packet");
    return undefined;
  }
  const family = cursor.skip().text === "ip" ? "ipv4" : "ipv6";
  const side = named(sides, cursor.token.text);
  if (side === undefined) {
    cursor.fail("`saddr` or `daddr`");
    return undefined;
  }
  cursor.skip();
  if (!cursor.take("&")) return { family, side, per: undefined };
  const per = mask(family)(cursor);
  return per === undefined ? undefined : { family, side, per };
}

const sides: Readonly<Record<string, Side>> = { saddr: "source", daddr: "destination" };

/** The key of a set of addresses. */
export function plainKey(cursor: Cursor): MeterKey | undefined {
  const found = readAddressKey(cursor);
  if (found?.port !== true) return found?.key;
  cursor.fail("a key of addresses");
  return undefined;
}
