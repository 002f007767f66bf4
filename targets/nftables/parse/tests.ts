import type { End, Test } from "../model.js";
import { isAddressNext, plainKey, readAddressKey } from "./address-key.js";
import type { Cursor } from "./cursor.js";
import { setName } from "./matches.js";
import { duration, limit, number, policyBucket, quoted } from "./values.js";

/** `numgen random mod 100 < 30`. */
export function readDraw(cursor: Cursor): Test | undefined {
  if (!cursor.expect("numgen", "random", "mod")) return undefined;
  const whole = number(cursor);
  if (whole === undefined) return undefined;
  const fails = cursor.take(">=");
  if (!fails && !cursor.expect("<")) return undefined;
  const part = number(cursor);
  return part === undefined ? undefined : { kind: "draw", part, whole, fails };
}

/** `limit rate 10/second burst 5 packets`, `limit name "x"`. */
export function readLimit(cursor: Cursor): Test | undefined {
  cursor.skip();
  if (cursor.take("name")) {
    cursor.use("limit", cursor.token);
    const own = quoted(cursor);
    return own === undefined ? undefined : { kind: "named-limit", name: own };
  }
  const found = limit(cursor);
  const bucket = found && policyBucket(cursor, found);
  return found && bucket && { kind: "limit", over: found.over, bucket };
}

/** Whether it is this that follows: `meta l4proto { tcp, udp } ip saddr . meta l4proto . th dport != @set`. */
export function isFreshPortNext(cursor: Cursor): boolean {
  const words = ["meta", "l4proto", "{", "tcp", ",", "udp", "}", undefined, "saddr", "."];
  return words.every((text, index) => text === undefined || cursor.ahead(index) === text);
}

export interface FreshPort {
  readonly test: Test;
  readonly protocol: string | undefined;
}

export function readFreshPort(cursor: Cursor): FreshPort | undefined {
  if (!cursor.expect("meta", "l4proto", "{", "tcp", ",", "udp", "}")) return undefined;
  const found = readAddressKey(cursor);
  if (found === undefined) return undefined;
  if (!found.port) {
    cursor.fail("the port of a source");
    return undefined;
  }
  if (!cursor.expect("!=")) return undefined;
  const set = setName(cursor);
  if (set === undefined) {
    cursor.fail("the name of a set");
    return undefined;
  }
  const { key, protocol } = found;
  return { test: { kind: "fresh-port", set, family: key.family }, protocol };
}

export type SetStatement = { readonly test: Test } | { readonly end: End };

/** `update @set { … }` and `add @set { … }`: what counts, and what remembers. */
export function readSetStatement(cursor: Cursor): SetStatement | undefined {
  const isUpdate = cursor.skip().text === "update";
  const set = setName(cursor);
  if (set === undefined) {
    cursor.fail("the name of a set");
    return undefined;
  }
  if (!cursor.expect("{")) return undefined;
  if (!isAddressNext(cursor)) {
    cursor.fail("an address of the packet");
    return undefined;
  }
  const statement = isUpdate ? readUpdate(cursor, set) : readAdd(cursor, set);
  return statement !== undefined && cursor.expect("}") ? statement : undefined;
}

function readUpdate(cursor: Cursor, set: string): SetStatement | undefined {
  const key = plainKey(cursor);
  if (key === undefined) return undefined;
  const { family, sides, per } = key;
  const [side, another] = sides;
  if (side === undefined) return undefined;
  if (!cursor.take("limit")) {
    if (another !== undefined) {
      cursor.fail("`limit`");
      return undefined;
    }
    const timeout = cursor.take("timeout") ? duration(cursor) : ("forever" as const);
    return timeout && { end: { kind: "update", set, family, side, per, timeout } };
  }
  const start = cursor.token;
  const found = limit(cursor);
  if (found === undefined) return undefined;
  const { over, bucket } = found;
  if (bucket.rate.unit === "w") {
    const isWeight = over && bucket.rate.count === 1 && sides.length === 1 && per === undefined;
    if (!isWeight || side !== "source") {
      cursor.fail("a limit of a policy", start);
      return undefined;
    }
    return { test: { kind: "weight", set, family, most: bucket.burst } };
  }
  const own = policyBucket(cursor, found);
  return own && { test: { kind: "meter", set, key, over, bucket: own } };
}

function readAdd(cursor: Cursor, set: string): SetStatement | undefined {
  const found = readAddressKey(cursor);
  if (found === undefined) return undefined;
  const { key, port } = found;
  if (port) return { end: { kind: "remember-port", set, family: key.family } };
  if (!cursor.expect("ct", "count")) return undefined;
  const over = cursor.take("over");
  const most = number(cursor);
  return most === undefined ? undefined : { test: { kind: "connections", set, key, over, most } };
}
