import {
  addressBits,
  type AddressRange,
  type Prefix,
  prefixesOfRange,
} from "../../../src/net/address.js";
import type { Family } from "../../../src/net/family.js";

type Address = number | bigint;

/** Finds what covers an address among many ranges, by one look-up for each length of prefix there is. */
export interface PrefixIndex<T> {
  add(range: AddressRange, item: T): void;
  remove(range: AddressRange, item: T): void;
  /** What covers the address, the narrowest first. */
  covering(address: Address): Generator<T>;
}

export function prefixIndex<T>(family: Family): PrefixIndex<T> {
  const bits = addressBits(family);
  /** By length, the longest first; each by the number of the network. */
  const lengths = new Map<number, Map<Address, T[]>>();
  let order: number[] = [];

  const networksOf = (length: number): Map<Address, T[]> => {
    const known = lengths.get(length);
    if (known !== undefined) return known;
    const made = new Map<Address, T[]>();
    lengths.set(length, made);
    order = [...lengths.keys()].sort((a, b) => b - a);
    return made;
  };

  return {
    add: (range, item) => {
      for (const prefix of prefixesOfRange(range)) {
        const networks = networksOf(prefix.length);
        const key = networkOf(prefix.address, bits - prefix.length);
        const items = networks.get(key);
        if (items === undefined) networks.set(key, [item]);
        else items.push(item);
      }
    },
    remove: (range, item) => {
      for (const prefix of prefixesOfRange(range))
        removeFrom(networksOf(prefix.length), prefix, item);
    },
    *covering(address) {
      for (const length of order) {
        const items = lengths.get(length)?.get(networkOf(address, bits - length));
        if (items !== undefined) yield* items;
      }
    },
  };

  function removeFrom(networks: Map<Address, T[]>, prefix: Prefix, item: T): void {
    const key = networkOf(prefix.address, bits - prefix.length);
    const left = networks.get(key)?.filter((candidate) => candidate !== item) ?? [];
    if (left.length > 0) networks.set(key, left);
    else networks.delete(key);
    if (networks.size > 0) return;
    lengths.delete(prefix.length);
    order = order.filter((length) => length !== prefix.length);
  }
}

function networkOf(address: Address, hostBits: number): Address {
  if (hostBits === 0) return address;
  return typeof address === "number"
    ? Math.floor(address / 2 ** hostBits)
    : address >> BigInt(hostBits);
}
