import { addressSet } from "../../../src/net/address-set.js";
import type { AddressRange } from "../../../src/net/address.js";
import type { Duration } from "../../../src/net/duration.js";
import type { Family } from "../../../src/net/family.js";
import { dynamicSetSize } from "../capabilities.js";
import type { MeterSet, NamedLimit, NftSet } from "../model.js";
import type { Cursor } from "./cursor.js";
import {
  addresses,
  duration,
  limit,
  name,
  number,
  policyBucket,
  separated,
  setOf,
  skipLines,
  word,
} from "./values.js";

/** A set of the table as it is written. */
export interface DeclaredSet {
  readonly name: string;
  readonly family: Family;
  readonly type: string;
  readonly flags: readonly string[];
  readonly size: number | undefined;
  readonly timeout: Duration | undefined;
  readonly members: readonly AddressRange[];
}

/** Behind `set`. */
export function readSet(cursor: Cursor): DeclaredSet | undefined {
  const own = name(cursor);
  if (own === undefined || !cursor.expect("{")) return undefined;
  skipLines(cursor);
  const type = cursor.expect("type") ? readType(cursor) : undefined;
  if (type === undefined) return undefined;
  let flags: readonly string[] = [];
  let size: number | undefined;
  let timeout: Duration | undefined;
  let members: readonly AddressRange[] = [];
  for (;;) {
    while (cursor.token.kind === "line" || cursor.token.text === ";") cursor.skip();
    if (cursor.take("}")) return { name: own, ...type, flags, size, timeout, members };
    if (cursor.take("flags")) {
      const found = separated(cursor, flag);
      if (found === undefined) return undefined;
      flags = found;
    } else if (cursor.take("size")) {
      size = number(cursor);
      if (size === undefined) return undefined;
    } else if (cursor.take("timeout")) {
      timeout = duration(cursor);
      if (timeout === undefined) return undefined;
    } else if (cursor.take("elements", "=")) {
      const read = flags.includes("dynamic") ? skipElement : addresses(type.family);
      const found = setOf<AddressRange | "skipped">(cursor, read);
      if (found === undefined) return undefined;
      members = found.filter((element) => element !== "skipped");
    } else {
      cursor.fail("`flags`, `size`, `timeout`, `elements` or `}`");
      return undefined;
    }
  }
}

const flag = word("a flag of a set", (text) =>
  ["dynamic", "timeout", "interval"].includes(text) ? text : undefined,
);

function readType(cursor: Cursor): { type: string; family: Family } | undefined {
  const start = cursor.token;
  const fields: string[] = [];
  do fields.push(cursor.skip().text);
  while (cursor.take("."));
  const type = fields.join(" . ");
  const family = start.text === "ipv4_addr" ? "ipv4" : "ipv6";
  const known = [
    `${family}_addr`,
    `${family}_addr . ${family}_addr`,
    `${family}_addr . inet_proto . inet_service`,
  ];
  if (known.includes(type)) return { type, family };
  cursor.fail("a type of addresses", start);
  return undefined;
}

/** What packets put there is not of the program: a listing shows it, with its timers and buckets. */
function skipElement(cursor: Cursor): "skipped" | undefined {
  while (cursor.token.text !== "," && cursor.token.text !== "}") {
    if (cursor.token.kind === "end") {
      cursor.fail("`}`");
      return undefined;
    }
    cursor.skip();
  }
  return "skipped";
}

/** Behind `limit`, in the table. */
export function readNamedLimit(cursor: Cursor): NamedLimit | undefined {
  const own = name(cursor);
  if (own === undefined || !cursor.expect("{")) return undefined;
  skipLines(cursor);
  const found = limit(cursor);
  const bucket = found && policyBucket(cursor, found);
  if (found === undefined || bucket === undefined) return undefined;
  skipLines(cursor);
  return cursor.expect("}") ? { name: own, over: found.over, bucket } : undefined;
}

/** What the sets are to the policy, which their names tell. @param listNames spelled → as the policy calls it */
export function modelSets(
  declared: readonly DeclaredSet[],
  listNames: ReadonlyMap<string, string>,
): { readonly sets: readonly NftSet[]; readonly meters: readonly MeterSet[] } {
  const lists = declared.flatMap((set) => {
    const parts = listSetName(set.name);
    return parts === undefined ? [] : [{ set, ...parts }];
  });
  const sets = lists.map(({ set, spelled, letter, per }): NftSet => {
    const { family, size = dynamicSetSize } = set;
    const common = { name: set.name, list: listNames.get(spelled) ?? spelled, family };
    if (letter === "" || letter === "p") {
      return { kind: letter === "p" ? "kept" : "dynamic", ...common, size, per };
    }
    // Hosts of a long list are apart, and both sets know all its members.
    const parts = lists.filter(
      (other) => other.spelled === spelled && other.set.family === family && other.isFixed,
    );
    const ranges = parts.flatMap((part) => part.set.members);
    const kind = letter === "h" ? "hosts" : "intervals";
    const withoutHosts = kind === "intervals" && parts.length > 1;
    return { kind, ...common, members: addressSet(ranges), withoutHosts };
  });
  const meters = declared
    .filter(({ name: own }) => listSetName(own) === undefined)
    .map(({ name: own, family, type, timeout }) => ({ name: own, family, type, timeout }));
  return { sets, meters };
}

/** The parts of `list_NAME_h4`, `list_NAME_6_max100_per64`; see `names.ts`. */
export interface ListSetName {
  readonly spelled: string;
  /** `p` for ever, `h` hosts, `n` networks, or none. */
  readonly letter: string;
  readonly family: Family;
  /** It holds the policy's own members. */
  readonly isFixed: boolean;
  readonly per: number | undefined;
}

export function listSetName(text: string): ListSetName | undefined {
  const found = /^list_(.+)_([phn]?)([46])(?:_max\d+)?(?:_per(\d+))?$/u.exec(text);
  if (found === null) return undefined;
  const [, spelled = "", letter = "", digit, per] = found;
  const family: Family = digit === "4" ? "ipv4" : "ipv6";
  const isFixed = letter === "h" || letter === "n";
  return { spelled, letter, family, isFixed, per: per === undefined ? undefined : Number(per) };
}
