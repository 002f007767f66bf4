import type { AddressList } from "../ir/ruleset.js";
import { hasFamily, overlaps } from "../net/address-set.js";
import { type Timeout } from "../net/duration.js";
import type { Family } from "../net/family.js";
import { expiring, lasting, type Lasting } from "./expiring.js";
import type { Listed } from "./engine.js";
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
  const learnt = { ipv4: expiring<Address, Lasting>(), ipv6: expiring<Address, Lasting>() };
  const hasPermanent = { ipv4: hasFamily(permanent, "ipv4"), ipv6: hasFamily(permanent, "ipv6") };
  const hostBits = BigInt(per === undefined ? 0 : 128 - per);
  const hosts = (1n << hostBits) - 1n;

  const isPermanent = (family: Family, address: Address): boolean => {
    if (!hasPermanent[family]) return false;
    if (typeof address === "number") return overlaps(permanent, family, address, address);
    return overlaps(permanent, family, address & ~hosts, address | hosts);
  };

  /** What an address is listed by. IPv4's is signed: a map finds whole numbers of 32 bits fastest. */
  const keyOf = (address: Address): Address =>
    typeof address === "number" ? address | 0 : address & ~hosts;

  // Several rules ask the same of one packet.
  const asked = { key: 0, at: -1 };
  let answer = false;

  const isLearnt = (address: Address, now: number): boolean => {
    if (typeof address !== "number") return learnt.ipv6.find(address & ~hosts, now) !== undefined;
    const key = address | 0;
    if (asked.at === now && asked.key === key) return answer;
    asked.key = key;
    asked.at = now;
    return (answer = learnt.ipv4.find(key, now) !== undefined);
  };

  return {
    has: (family, address, now) =>
      (dynamic && isLearnt(address, now)) || isPermanent(family, address),
    add: (family, address, timeout, now) => {
      asked.at = -1;
      const key = keyOf(address);
      const entries = learnt[family];
      const until = timeout === "forever" ? Infinity : now + timeout.milliseconds;
      const entry = entries.find(key, now);
      if (entry?.until === Infinity || isPermanent(family, address)) return "covered";
      if (entry !== undefined) {
        entries.extend(key, entry, until);
        listed?.(name, addressOf(key));
        return "refreshed";
      }
      if (max < Infinity && entries.count(now) >= max) return "full";
      entries.put(key, lasting(until), now);
      listed?.(name, addressOf(key));
      return "added";
    },
    entries: (now) => {
      const entries = [...learnt.ipv4.alive(now), ...learnt.ipv6.alive(now)];
      return new Map(entries.map(([key, { until }]) => [addressOf(key), until]));
    },
  };
}

function addressOf(key: Address): Address {
  return typeof key === "number" ? key >>> 0 : key;
}
