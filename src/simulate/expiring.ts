import { appointments } from "./appointments.js";

/** Something that is remembered until a time, which may move. */
export interface Lasting {
  /** Infinity for what never ends. */
  until: number;
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
  const table = new Map<Key, { readonly value: Value; due: number }>();
  const queue = appointments<Key>();

  const forget = (now: number): void => {
    for (let due = queue.earliest(); due <= now; due = queue.earliest()) {
      const key = queue.take();
      const slot = key === undefined ? undefined : table.get(key);
      // An appointment that another has replaced.
      if (key === undefined || slot?.due !== due) continue;
      if (slot.value.until <= now) table.delete(key);
      else queue.add(key, (slot.due = slot.value.until));
    }
  };

  return {
    find: (key, now) => {
      const value = table.get(key)?.value;
      return value !== undefined && value.until > now ? value : undefined;
    },
    put: (key, value, now) => {
      forget(now);
      table.set(key, { value, due: value.until });
      queue.add(key, value.until);
    },
    extend: (key, value, until) => {
      value.until = until;
      const slot = table.get(key);
      // A later end is met when the earlier appointment comes; only an earlier one needs its own.
      if (slot !== undefined && until < slot.due) queue.add(key, (slot.due = until));
    },
    count: (now) => {
      forget(now);
      return table.size;
    },
    *alive(now) {
      for (const [key, { value }] of table) if (value.until > now) yield [key, value];
    },
  };
}
