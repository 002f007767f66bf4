/** Keys in the order of their times: a binary heap (Williams, Algorithm 232, 1964). */
export interface Appointments<Key> {
  /** Infinity is never, and is not kept. */
  add(key: Key, time: number): void;
  /** The earliest time; Infinity when there is none. */
  earliest(): number;
  /** Takes off the key with the earliest time. */
  take(): Key | undefined;
}

export function appointments<Key>(): Appointments<Key> {
  // Beside each other rather than in pairs: going down the heap looks at times alone.
  const times: number[] = [];
  const keys: Key[] = [];
  const timeAt = (index: number): number => times[index] ?? Infinity;

  const move = (from: number, to: number): void => {
    const key = keys[from];
    if (key !== undefined) keys[to] = key;
    times[to] = timeAt(from);
  };

  return {
    add: (key, time) => {
      if (time === Infinity) return;
      let hole = times.length;
      while (hole > 0) {
        const above = (hole - 1) >> 1;
        if (timeAt(above) <= time) break;
        move(above, hole);
        hole = above;
      }
      times[hole] = time;
      keys[hole] = key;
    },
    earliest: () => timeAt(0),
    take: () => {
      const top = keys[0];
      const time = times.pop();
      const key = keys.pop();
      if (time === undefined || key === undefined || times.length === 0) return top;
      let hole = 0;
      for (;;) {
        const left = 2 * hole + 1;
        const below = timeAt(left + 1) < timeAt(left) ? left + 1 : left;
        if (timeAt(below) >= time) break;
        move(below, hole);
        hole = below;
      }
      times[hole] = time;
      keys[hole] = key;
      return top;
    },
  };
}
