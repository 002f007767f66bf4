import { rangesOf } from "../../../src/net/address-set.js";
import type { Address } from "../../../src/simulate/packet.js";
import { dynamicSetSize } from "../capabilities.js";
import type { NftProgram, StaticSet } from "../model.js";
import { type HashSet, hashSet, type Key } from "./hash-set.js";
import { limitFigures, tokenBucket } from "./token-bucket.js";

/** What the rules share: sets and limits, by name. */
export interface Tables {
  /** Whether a key is in a set, of whatever kind. */
  lookup(set: string): (key: Key, at: number) => boolean;
  /** A set that packets write to. */
  written(set: string): HashSet;
  /** Whether a packet is on the side of a named limit that lets its rule go on. */
  limit(name: string): (at: number) => boolean;
}

export function tablesOf({ sets, meters, limits }: NftProgram): Tables {
  const written = new Map<string, HashSet>();
  const fixed = new Map<string, (key: Key) => boolean>();
  for (const set of sets) {
    if ("members" in set) fixed.set(set.name, membership(set));
    else written.set(set.name, hashSet(set.size));
  }
  for (const { name, timeout } of meters) {
    if (timeout === undefined) fixed.set(name, always);
    else written.set(name, hashSet(dynamicSetSize));
  }
  const named = new Map(
    limits.map(({ name, over, bucket }) => {
      const tokens = tokenBucket(limitFigures(bucket), 0);
      return [name, (at: number) => tokens.take(at) !== over];
    }),
  );
  return {
    lookup: (name) => {
      const set = written.get(name);
      return set === undefined ? known(fixed, name) : (key, at) => set.find(key, at) !== undefined;
    },
    written: (name) => known(written, name),
    limit: (name) => known(named, name),
  };
}

/**
 * A key of open connections is in its set from the packet that asks to the end of the last connection, of which an
 * engine learns nothing: such a set has room for all.
 */
const always = (): boolean => true;

/** The kernel loads no rule that names what is not there. */
function known<T>(named: ReadonlyMap<string, T>, name: string): T {
  const value = named.get(name);
  if (value === undefined) throw new Error(`the table has no ${name}`);
  return value;
}

/** A hash of the single hosts, or intervals in a tree. */
function membership(set: StaticSet): (key: Key) => boolean {
  const hosts = new Set<Key>();
  const firsts: Address[] = [];
  const lasts: Address[] = [];
  for (const { first, last } of rangesOf(set.members, set.family)) {
    if (set.kind === "hosts") {
      if (first === last) hosts.add(first);
    } else if (first !== last || !set.withoutHosts) {
      firsts.push(first);
      lasts.push(last);
    }
  }
  if (set.kind === "hosts") return (key) => hosts.has(key);
  return (key) => typeof key !== "string" && within(firsts, lasts, key);
}

/** Whether one of the ascending, disjoint intervals holds it. */
export function within(
  firsts: readonly Address[],
  lasts: readonly Address[],
  address: Address,
): boolean {
  let low = 0;
  let high = firsts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const first = firsts[middle];
    if (first !== undefined && first <= address) low = middle + 1;
    else high = middle;
  }
  const last = lasts[low - 1];
  return last !== undefined && address <= last;
}
