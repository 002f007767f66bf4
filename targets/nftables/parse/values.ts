import { type AddressRange, addressBits, parseIPv4, parseIPv6 } from "../../../src/net/address.js";
import { parseAddressText } from "../../../src/net/address-text.js";
import { type Duration, parseDuration } from "../../../src/net/duration.js";
import type { Family } from "../../../src/net/family.js";
import { highestPort, type PortRange } from "../../../src/net/ports.js";
import { type Bucket, type RateUnit, usualBurst } from "../../../src/net/rate.js";
import { otherProtocolNumbers } from "../../../src/net/service.js";
import type { Cursor } from "./cursor.js";

/** Reads one value where there is one; otherwise it is a fault. */
export type Reader<T> = (cursor: Cursor) => T | undefined;

/** A reader of one word. @param expected what a message calls it */
export function word<T>(expected: string, read: (text: string) => T | undefined): Reader<T> {
  return (cursor) => {
    const { kind, text } = cursor.token;
    const value = kind === "word" ? read(text) : undefined;
    if (value === undefined) {
      cursor.fail(expected);
      return undefined;
    }
    cursor.skip();
    return value;
  };
}

/** A single value, or several in an anonymous set. */
export function oneOrSet<T>(cursor: Cursor, read: Reader<T>): readonly T[] | undefined {
  if (cursor.token.text !== "{") {
    const only = read(cursor);
    return only === undefined ? undefined : [only];
  }
  return setOf(cursor, read);
}

/** `{ a, b }`, on as many lines as one likes. */
export function setOf<T>(cursor: Cursor, read: Reader<T>): readonly T[] | undefined {
  if (!cursor.expect("{")) return undefined;
  const values: T[] = [];
  for (;;) {
    skipLines(cursor);
    if (cursor.take("}")) return values;
    const value = read(cursor);
    if (value === undefined) return undefined;
    values.push(value);
    skipLines(cursor);
    if (cursor.take(",")) continue;
    return cursor.expect("}") ? values : undefined;
  }
}

/** `a,b`: values with commas and no braces. */
export function separated<T>(cursor: Cursor, read: Reader<T>): readonly T[] | undefined {
  const values: T[] = [];
  do {
    skipLines(cursor);
    const value = read(cursor);
    if (value === undefined) return undefined;
    values.push(value);
  } while (cursor.take(","));
  return values;
}

export function skipLines(cursor: Cursor): void {
  while (cursor.token.kind === "line") cursor.skip();
}

export const name: Reader<string> = word("a name", (text) =>
  /^[A-Za-z][\w./\\-]*$/u.test(text) ? text : undefined,
);

/** A text in quotes. */
export const quoted: Reader<string> = (cursor) => {
  if (cursor.token.kind === "text") return cursor.skip().text;
  cursor.fail("a text in quotes");
  return undefined;
};

export function natural(text: string): number | undefined {
  return /^\d{1,15}$/u.test(text) ? Number(text) : undefined;
}

export const number: Reader<number> = word("a number", natural);

export const duration: Reader<Duration> = word("a duration such as `1h30m`", parseDuration);

/** A port, a length or a code, or a range of them. */
export const range: Reader<PortRange> = word("a number or a range", (text) => {
  const [, first, last = first] = /^(\d{1,5})(?:-(\d{1,5}))?$/u.exec(text) ?? [];
  const [low, high] = [Number(first), Number(last)];
  return low <= high && high <= highestPort ? { first: low, last: high } : undefined;
});

export function addresses(family: Family): Reader<AddressRange> {
  return word(`an address of ${family}`, (text) => {
    const found = parseAddressText(text);
    return !("error" in found) && found.family === family ? found : undefined;
  });
}

/** The length of the network whose mask it is. */
export function mask(family: Family): Reader<number> {
  return word("a netmask", (text) => {
    const value = family === "ipv4" ? parseIPv4(text) : parseIPv6(text);
    if (value === undefined) return undefined;
    const bits = addressBits(family);
    const [, ones = "", rest = ""] =
      /^(1*)(.*)$/u.exec(BigInt(value).toString(2).padStart(bits, "0")) ?? [];
    return rest.includes("1") ? undefined : ones.length;
  });
}

/** As the model names it; `nft list` takes the names of /etc/protocols where it has them. */
export const protocol: Reader<string> = word("a protocol", (text) => {
  if (text === "ipv6-icmp") return "icmpv6";
  if (["tcp", "udp", "icmp", "icmpv6"].includes(text)) return text;
  const value = named<number>(otherProtocolNumbers, text) ?? natural(text);
  return value !== undefined && value <= 255 ? String(value) : undefined;
});

/** `rate over 10/second burst 5 packets`, behind `limit`; `w` is a unit that only a scan has. */
export interface Limit {
  readonly over: boolean;
  readonly bucket: Omit<Bucket, "rate"> & {
    readonly rate: { readonly count: number; readonly unit: RateUnit | "w" };
  };
}

/** What a word stands for, in a table of words. */
export function named<T>(table: Readonly<Record<string, T>>, text: string): T | undefined {
  return Object.hasOwn(table, text) ? table[text] : undefined;
}

const units: Readonly<Record<string, RateUnit | "w">> = {
  second: "s",
  minute: "m",
  hour: "h",
  day: "d",
  week: "w",
};

export const limit: Reader<Limit> = (cursor) => {
  if (!cursor.expect("rate")) return undefined;
  const over = cursor.take("over");
  const rate = readRate(cursor);
  if (rate === undefined) return undefined;
  if (!cursor.take("burst")) return { over, bucket: { rate, burst: usualBurst } };
  const burst = number(cursor);
  if (burst === undefined || !cursor.expect("packets")) return undefined;
  return { over, bucket: { rate, burst } };
};

const readRate = word("a rate such as `10/second`", (text) => {
  const [, digits = "", unitName = ""] = /^(\d+)\/([a-z]+)$/u.exec(text) ?? [];
  const count = natural(digits);
  const unit = named(units, unitName);
  return count === undefined || count === 0 || unit === undefined ? undefined : { count, unit };
});

/** A limit of a rule of the policy's, which knows no weeks. */
export function policyBucket(cursor: Cursor, { bucket }: Limit): Bucket | undefined {
  const { rate, burst } = bucket;
  const { count, unit } = rate;
  if (unit === "w") {
    cursor.fail("a second, minute, hour or day");
    return undefined;
  }
  return { rate: { count, unit }, burst };
}
