/** For each key the runs that have met it. */
export interface RunSets<Key> {
  add(key: Key, run: number): void;
  /** How many runs have met the key. */
  count(key: Key): number;
}

/** A bit for each run; so many bits of a number take no place of their own. */
const wordLength = 30;

export function runSets<Key>(runs: number): RunSets<Key> {
  const words = Array.from({ length: Math.ceil(runs / wordLength) }, () => new Map<Key, number>());
  return {
    add: (key, run) => {
      const word = words[Math.floor(run / wordLength)];
      const before = word?.get(key) ?? 0;
      const after = before | (1 << (run % wordLength));
      if (after !== before) word?.set(key, after);
    },
    count: (key) => words.reduce((sum, word) => sum + bitsOf(word.get(key) ?? 0), 0),
  };
}

function bitsOf(word: number): number {
  let rest = word;
  let count = 0;
  for (; rest !== 0; rest &= rest - 1) count++;
  return count;
}
