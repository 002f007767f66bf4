import { appointments } from "./appointments.js";

/** Something that is remembered until a time, which may move. */
export interface Lasting {
  /** Infinity for what never ends. */
  until: number;
  /** When the table will look at it again: never after `until`. */
  due: number;
}

export function lasting(until: number): Lasting {
  return { until, due: until };
}

/**
 * A table of things that end. What has ended is not found, and is taken out when something new comes in: the
 * table holds what is alive, however many packets there were, and each of them costs O(log n) at most.
 */
export interface Expiring<Key, Value extends Lasting> {
  /** Undefined for what is not there or has ended. */
  find(key: Key, now: number): Value | undefined;
  /** In place of what was there. */
  put(key: Key, value: Value, now: number): void;
  /** Gives what is there another end. */
  extend(key: Key, value: Value, until: number): void;
  /** How many have not ended. */
  count(now: number): number;
  alive(now: number): Iterable<readonly [Key, Value]>;
}

export function expiring<Key, Value extends Lasting>(): Expiring<Key, Value> {
  const table = new Map<Key, Value>();
  const queue = appointments<Key>();

  const forget = (now: number): void => {
    for (let due = queue.earliest(); due <= now; due = queue.earliest()) {
      const key = queue.take();
      const value = key === undefined ? undefined : table.get(key);
      // An appointment that another has replaced.
      if (key === undefined || value?.due !== due) continue;
      if (value.until <= now) table.delete(key);
      else queue.add(key, (value.due = value.until));
    }
  };

  return {
    find: (key, now) => {
      const value = table.get(key);
      return value !== undefined && value.until > now ? value : undefined;
    },
    put: (key, value, now) => {
      forget(now);
      table.set(key, value);
      queue.add(key, (value.due = value.until));
    },
    extend: (key, value, until) => {
      value.until = until;
      // A later end is met when the earlier appointment comes; only an earlier one needs its own.
      if (until < value.due) queue.add(key, (value.due = until));
    },
    count: (now) => {
      forget(now);
      return table.size;
    },
    *alive(now) {
      for (const [key, value] of table) if (value.until > now) yield [key, value];
    },
  };
}
