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
      word?.set(key, (word.get(key) ?? 0) | (1 << (run % wordLength)));
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
