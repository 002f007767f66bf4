import type { AddressList } from "../ir/ruleset.js";
import { hasFamily, overlaps } from "../net/address-set.js";
import { type Timeout } from "../net/duration.js";
import type { Family } from "../net/family.js";
import { boundedEnds, type Ends } from "./ends.js";
import type { Listed } from "./engine.js";
import { ipv4Ends } from "./ipv4-ends.js";
import type { Address } from "./packet.js";

/** An address list at work: members that the policy names, and entries that packets caused. */
export interface List {
  has(family: Family, address: Address, now: number): boolean;
  /** @returns what came of it */
  add(family: Family, address: Address, timeout: Timeout, now: number): Added;
  entries(now: number): ReadonlyMap<Address, number>;
}

/** `refreshed` is seen until a new time; `covered` by an entry without a timer; `full` takes no new entry. */
export type Added = "added" | "refreshed" | "covered" | "full";

/** LANGUAGE.md sections 7.2 and 7.5; `max` bounds the entries of either family. */
export function listAtWork(
  { name, permanent, per, max = Infinity, dynamic }: AddressList,
  listed?: Listed,
): List {
  const ipv4 = max < Infinity ? boundedEnds<number>(max) : ipv4Ends();
  const ipv6 = boundedEnds<bigint>(max);
  const hasPermanent = { ipv4: hasFamily(permanent, "ipv4"), ipv6: hasFamily(permanent, "ipv6") };
  const hostBits = BigInt(per === undefined ? 0 : 128 - per);
  const hosts = (1n << hostBits) - 1n;

  const isPermanent = (family: Family, address: Address): boolean => {
    if (!hasPermanent[family]) return false;
    if (typeof address === "number") return overlaps(permanent, family, address, address);
    return overlaps(permanent, family, address & ~hosts, address | hosts);
  };

  const isLearnt = (address: Address, now: number): boolean =>
    typeof address === "number"
      ? ipv4.find(address, now) > 0
      : ipv6.find(address & ~hosts, now) > 0;

  return {
    has: (family, address, now) =>
      (dynamic && isLearnt(address, now)) || isPermanent(family, address),
    add: (family, address, timeout, now) => {
      if (isPermanent(family, address)) return "covered";
      const until = timeout === "forever" ? Infinity : now + timeout.milliseconds;
      const key = typeof address === "number" ? address : address & ~hosts;
      const added =
        typeof key === "number" ? enter(ipv4, key, until, now) : enter(ipv6, key, until, now);
      if (added === "added" || added === "refreshed") listed?.(name, key);
      return added;
    },
    entries: (now) => new Map<Address, number>([...ipv4.alive(now), ...ipv6.alive(now)]),
  };
}

function enter<Key>(ends: Ends<Key>, key: Key, until: number, now: number): Added {
  const known = ends.find(key, now);
  if (known === Infinity) return "covered";
  if (!ends.put(key, until, now)) return "full";
  return known > 0 ? "refreshed" : "added";
}
