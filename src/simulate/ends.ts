import { expiring, lasting, type Lasting } from "./expiring.js";

/** Keys that are remembered until a time, each its own. */
export interface Ends<Key> {
  /** The time; zero for a key that is not there or whose time is over. */
  find(key: Key, now: number): number;
  /**
   * In place of what was there. @param until above zero; Infinity is for ever
   * @returns whether there was room
   */
  put(key: Key, until: number, now: number): boolean;
  /** Those whose time is not over. */
  alive(now: number): Iterable<readonly [key: Key, until: number]>;
}

/** @param max how many keys there is room for at a time */
export function boundedEnds<Key>(max: number): Ends<Key> {
  const table = expiring<Key, Lasting>();
  return {
    find: (key, now) => table.find(key, now)?.until ?? 0,
    put: (key, until, now) => {
      const known = table.find(key, now);
      if (known !== undefined) table.extend(key, known, until);
      else if (max < Infinity && table.count(now) >= max) return false;
      else table.put(key, lasting(until), now);
      return true;
    },
    alive: (now) => Array.from(table.alive(now), ([key, { until }]) => [key, until]),
  };
}
