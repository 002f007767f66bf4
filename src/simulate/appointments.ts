/** Keys in the order of their times: a binary heap (Williams, Algorithm 232, 1964). */
export interface Appointments<Key> {
  /** Infinity is never, and is not kept. */
  add(key: Key, time: number): void;
  /** The earliest time; Infinity when there is none. */
  earliest(): number;
  /** Takes off the key with the earliest time. */
  take(): Key | undefined;
}

interface Appointment<Key> {
  readonly key: Key;
  readonly time: number;
}

export function appointments<Key>(): Appointments<Key> {
  const heap: Appointment<Key>[] = [];
  const timeAt = (index: number): number => heap[index]?.time ?? Infinity;

  /** Puts one into a hole, and moves it up while what is above is later. */
  const rise = (start: number, item: Appointment<Key>): void => {
    let hole = start;
    while (hole > 0) {
      const above = (hole - 1) >> 1;
      const other = heap[above];
      if (other === undefined || other.time <= item.time) break;
      heap[hole] = other;
      hole = above;
    }
    heap[hole] = item;
  };

  /** Puts one at the top, and moves it down while what is below is earlier. */
  const sink = (item: Appointment<Key>): void => {
    let hole = 0;
    for (;;) {
      const left = 2 * hole + 1;
      const below = timeAt(left + 1) < timeAt(left) ? left + 1 : left;
      const other = heap[below];
      if (other === undefined || other.time >= item.time) break;
      heap[hole] = other;
      hole = below;
    }
    heap[hole] = item;
  };

  return {
    add: (key, time) => {
      if (time < Infinity) rise(heap.length, { key, time });
    },
    earliest: () => timeAt(0),
    take: () => {
      const top = heap[0];
      const last = heap.pop();
      if (last !== undefined && heap.length > 0) sink(last);
      return top?.key;
    },
  };
}
