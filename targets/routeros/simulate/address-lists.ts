import type { AddressRange } from "../../../src/net/address.js";
import type { Family } from "../../../src/net/family.js";
import { itemIds } from "./item-ids.js";
import { type PrefixIndex, prefixIndex } from "./prefix-index.js";
import { formatRouterAddress, parseRouterAddress } from "./router-address.js";
import type { EntryTimeout } from "./router-time.js";

/** What a person adds, or finds in an export. */
export interface NewEntry {
  readonly list: string;
  /** A host, a prefix, a range, or anything else: a DNS name, which covers nobody knows what. */
  readonly address: string;
  readonly comment?: string | undefined;
  readonly disabled?: boolean | undefined;
  /** How long it stays, in milliseconds; undefined is for ever. An entry that has one is dynamic. */
  readonly timeout?: number | undefined;
}

/** One row of `/ip/firewall/address-list`. All times are milliseconds of the clock that its callers bring along. */
export interface AddressEntry {
  readonly id: string;
  readonly list: string;
  /** As RouterOS reads it back: a range that is a prefix becomes one, an IPv6 host has its `/128`. */
  readonly address: string;
  readonly comment: string;
  readonly disabled: boolean;
  /** Made by a rule, or given a timeout. */
  readonly dynamic: boolean;
  readonly created: number;
  /** It is seen before this, and no more from then on; Infinity when it has no timer. */
  readonly until: number;
}

/** Whether a list covers an address; unknown when it depends on what a DNS name stands for. */
export type Membership = "member" | "stranger" | "unknown";

/** The address lists of one family. Times never go back. */
export interface AddressLists {
  /** The entries there are at a time, in the order in which they came. */
  entries(at: number): readonly AddressEntry[];
  entry(id: string, at: number): AddressEntry | undefined;
  /** @returns undefined when the list has this address already, which RouterOS refuses */
  add(entry: NewEntry, at: number): AddressEntry | undefined;
  /**
   * Gives an entry other properties in place of all that it has; a timeout starts anew.
   * @returns whether there is such an entry, and no other with that list and address
   */
  set(id: string, entry: NewEntry, at: number): boolean;
  /** @returns whether there was such an entry */
  remove(id: string, at: number): boolean;
  membership(list: string, address: number | bigint, at: number): Membership;
  /**
   * What `add-src-to-address-list` does. An entry that has a timer is given the rule's timeout from now on; one
   * without a timer covers the address for good; only where there is none at all a dynamic one is made
   * (MikroTik's released kernel code, xt_misc.c, addrlist_target).
   * @returns whether the list has changed: false for an address that is covered for good
   */
  remember(list: string, address: number | bigint, timeout: EntryTimeout, at: number): boolean;
}

export function addressLists(family: Family): AddressLists {
  const ids = itemIds();
  const all = new Map<string, MutableEntry>();
  const lists = new Map<string, List>();
  /** Expired entries are swept when as many have come as were left, so that memory follows what is alive. */
  let sweepAt = 1024;

  const listOf = (name: string): List => {
    const known = lists.get(name);
    if (known !== undefined) return known;
    const index = prefixIndex<MutableEntry>(family);
    const made: List = { entries: new Set(), byAddress: new Map(), index, names: new Set() };
    lists.set(name, made);
    return made;
  };
  const insert = (entry: MutableEntry, at: number): void => {
    if (all.size >= sweepAt) {
      for (const other of all.values()) if (other.until <= at) forget(other);
      sweepAt = Math.max(1024, 2 * all.size);
    }
    all.set(entry.id, entry);
    const list = listOf(entry.list);
    list.entries.add(entry);
    list.byAddress.set(entry.address, entry);
    if (entry.range === undefined) list.names.add(entry);
    else list.index.add(entry.range, entry);
  };
  const forget = (entry: MutableEntry): void => {
    all.delete(entry.id);
    const list = listOf(entry.list);
    list.entries.delete(entry);
    if (list.byAddress.get(entry.address) === entry) list.byAddress.delete(entry.address);
    if (entry.range === undefined) list.names.delete(entry);
    else list.index.remove(entry.range, entry);
    if (list.entries.size === 0) lists.delete(entry.list);
  };
  const alive = (id: string, at: number): MutableEntry | undefined => {
    const entry = all.get(id);
    if (entry === undefined || entry.until > at) return entry;
    forget(entry);
    return undefined;
  };
  /** The narrowest of those that cover an address and have a timer, or else the narrowest. */
  const covering = (
    name: string,
    address: number | bigint,
    at: number,
  ): MutableEntry | undefined => {
    let found: MutableEntry | undefined;
    for (const entry of lists.get(name)?.index.covering(address) ?? []) {
      if (entry.disabled || entry.until <= at) continue;
      if (entry.until !== Infinity) return entry;
      found ??= entry;
    }
    return found;
  };
  const twinOf = ({ list, address }: Made, at: number): MutableEntry | undefined => {
    const twin = lists.get(list)?.byAddress.get(address);
    return twin === undefined ? undefined : alive(twin.id, at);
  };

  return {
    entries: (at) => [...all.keys()].flatMap((id) => alive(id, at) ?? []),
    entry: alive,
    add: (entry, at) => {
      const made = make(entry, family, at);
      if (twinOf(made, at) !== undefined) return undefined;
      const added = { id: ids.next(), ...made };
      insert(added, at);
      return added;
    },
    set: (id, entry, at) => {
      const former = alive(id, at);
      const made = make(entry, family, at);
      const twin = twinOf(made, at);
      if (former === undefined || (twin !== undefined && twin !== former)) return false;
      forget(former);
      insert({ id, ...made, created: former.created }, at);
      return true;
    },
    remove: (id, at) => {
      const entry = alive(id, at);
      if (entry !== undefined) forget(entry);
      return entry !== undefined;
    },
    membership: (name, address, at) => {
      if (covering(name, address, at) !== undefined) return "member";
      for (const entry of lists.get(name)?.names ?? []) {
        if (!entry.disabled && entry.until > at) return "unknown";
      }
      return "stranger";
    },
    remember: (list, address, timeout, at) => {
      const until = typeof timeout === "number" ? at + timeout : Infinity;
      const found = covering(list, address, at);
      if (found !== undefined) {
        if (found.until === Infinity) return false;
        found.until = until;
        return true;
      }
      const range = hostRange(address);
      const twin = lists.get(list)?.byAddress.get(formatRouterAddress(range));
      if (twin !== undefined && twin.until <= at) forget(twin);
      const dynamic = timeout !== "none-static";
      insert(
        {
          id: ids.next(),
          list,
          address: formatRouterAddress(range),
          comment: "",
          disabled: false,
          dynamic,
          created: at,
          until,
          range,
        },
        at,
      );
      return true;
    },
  };
}

interface List {
  readonly entries: Set<MutableEntry>;
  /** Of two with one address, one of which is disabled, the later. */
  readonly byAddress: Map<string, MutableEntry>;
  readonly index: PrefixIndex<MutableEntry>;
  /** Entries that are DNS names. */
  readonly names: Set<MutableEntry>;
}

interface MutableEntry extends AddressEntry {
  until: number;
  /** Undefined for a DNS name. */
  readonly range: AddressRange | undefined;
}

type Made = Omit<MutableEntry, "id">;

function make(entry: NewEntry, family: Family, at: number): Made {
  const { list, address, comment = "", disabled = false, timeout } = entry;
  const range = parseRouterAddress(address, family);
  return {
    list,
    address: range === undefined ? address : formatRouterAddress(range),
    comment,
    disabled,
    dynamic: timeout !== undefined,
    created: at,
    until: timeout === undefined ? Infinity : at + timeout,
    range,
  };
}

function hostRange(address: number | bigint): AddressRange {
  return typeof address === "number"
    ? { family: "ipv4", first: address, last: address }
    : { family: "ipv6", first: address, last: address };
}
