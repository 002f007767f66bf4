import type { AddressList } from "../ir/ruleset.js";
import { overlaps } from "../net/address-set.js";
import { type Timeout } from "../net/duration.js";
import type { Family } from "../net/family.js";
import { expiring, type Lasting } from "./expiring.js";
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
export function listAtWork({ permanent, per, max = Infinity }: AddressList): List {
  const learnt = { ipv4: expiring<Address, Lasting>(), ipv6: expiring<Address, Lasting>() };
  const hostBits = BigInt(per === undefined ? 0 : 128 - per);

  /** What an address is listed by. */
  const keyOf = (address: Address): Address =>
    typeof address === "number" || hostBits === 0n ? address : (address >> hostBits) << hostBits;

  const isPermanent = (family: Family, key: Address): boolean =>
    overlaps(permanent, family, key, typeof key === "number" ? key : key | ((1n << hostBits) - 1n));

  return {
    has: (family, address, now) => {
      const key = keyOf(address);
      return learnt[family].find(key, now) !== undefined || isPermanent(family, key);
    },
    add: (family, address, timeout, now) => {
      const key = keyOf(address);
      const entries = learnt[family];
      const until = timeout === "forever" ? Infinity : now + timeout.milliseconds;
      const entry = entries.find(key, now);
      if (entry?.until === Infinity || isPermanent(family, key)) return "covered";
      if (entry !== undefined) {
        entries.extend(key, entry, until);
        return "refreshed";
      }
      if (max < Infinity && entries.count(now) >= max) return "full";
      entries.put(key, { until }, now);
      return "added";
    },
    entries: (now) =>
      new Map(
        [...learnt.ipv4.alive(now), ...learnt.ipv6.alive(now)].map(([key, { until }]) => [
          key,
          until,
        ]),
      ),
  };
}
