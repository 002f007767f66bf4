/** For each key the runs that have met it: a bit for each. */
export interface RunSets<Key> {
  add(key: Key, run: number): void;
  /** How many runs have met the key. */
  count(key: Key): number;
}

export function runSets<Key>(runs: number): RunSets<Key> {
  const words = Math.ceil(runs / 32);
  const sets = new Map<Key, Uint32Array>();
  return {
    add: (key, run) => {
      const set = sets.get(key) ?? new Uint32Array(words);
      if (set[run >>> 5] === 0) sets.set(key, set);
      set[run >>> 5] = (set[run >>> 5] ?? 0) | (1 << (run & 31));
    },
    count: (key) => sets.get(key)?.reduce((sum, word) => sum + bitsOf(word), 0) ?? 0,
  };
}

function bitsOf(word: number): number {
  let rest = word;
  let count = 0;
  for (; rest !== 0; rest &= rest - 1) count++;
  return count;
}
