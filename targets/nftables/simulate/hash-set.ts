import type { TokenBucket } from "./token-bucket.js";

/** What a set knows an element by: an address, or several fields in one text. */
export type Key = number | bigint | string;

export interface Element {
  /** In ms; Infinity for an element without a timer. */
  expires: number;
  /** The `limit` that the element carries. */
  readonly bucket: TokenBucket | undefined;
}

/** A set that packets write to, as net/netfilter/nft_set_hash.c keeps it and nft_dynset.c fills it. */
export interface HashSet {
  /** An element that has not expired. */
  find(key: Key, at: number): Element | undefined;
  /** `add` and `update`: the element that is there or has been made; undefined when there is no room. */
  put(key: Key, at: number, how: Putting): Element | undefined;
  /** Those that have not expired. */
  live(at: number): Iterable<readonly [Key, Element]>;
}

export interface Putting {
  /** `update` sets the timer of an element that has one anew; `add` leaves it alone. */
  readonly refreshes: boolean;
  /** In ms; undefined for an element that stays. */
  readonly timeout: number | undefined;
  /** Of a new element. */
  readonly bucket: (() => TokenBucket) | undefined;
}

/** How often the kernel clears expired elements away when a set names no `gc-interval` (HZ jiffies). */
const collectEvery = 1000;

/** Collecting costs a walk through the set, so that it waits until there is something to gain. */
const leastCollected = 1024;

/**
 * An expired element is not found, but holds its place until the collector comes round; who is put there again
 * meanwhile takes a second place. The collector's rounds are counted from the world's beginning.
 */
export function hashSet(size: number): HashSet {
  const elements = new Map<Key, Element>();
  /** When those expired whose keys have been put again before the collector came. */
  let replaced: number[] = [];
  let collectAt = Math.min(size, leastCollected);

  const hasRoom = (round: number): boolean => {
    if (elements.size + replaced.length >= collectAt) {
      for (const [key, { expires }] of elements) if (expires <= round) elements.delete(key);
      replaced = replaced.filter((expires) => expires > round);
      collectAt = Math.min(size, Math.max(leastCollected, 2 * (elements.size + replaced.length)));
    }
    return elements.size + replaced.length < size;
  };

  const insert = (key: Key, at: number, { timeout, bucket }: Putting): Element | undefined => {
    const round = Math.floor(at / collectEvery) * collectEvery;
    const expired = elements.get(key);
    if (expired !== undefined && expired.expires <= round) elements.delete(key);
    if (!hasRoom(round)) return undefined;
    if (expired !== undefined && expired.expires > round) replaced.push(expired.expires);
    const expires = timeout === undefined ? Infinity : at + timeout;
    const element = { expires, bucket: bucket?.() };
    elements.set(key, element);
    return element;
  };

  const find: HashSet["find"] = (key, at) => {
    const element = elements.get(key);
    return element !== undefined && at < element.expires ? element : undefined;
  };

  return {
    find,
    put: (key, at, how) => {
      const element = find(key, at);
      if (element === undefined) return insert(key, at, how);
      if (how.refreshes && element.expires !== Infinity) {
        // Without a timeout of its own the kernel adds none to the time it is: the element expires at once.
        element.expires = at + (how.timeout ?? 0);
      }
      return element;
    },
    *live(at) {
      for (const entry of elements) if (at < entry[1].expires) yield entry;
    },
  };
}
