/** What is remembered of a source before a connection, as a finite chain; being banned ends it. */
export interface MarkovChain {
  /** How many states there are; in state 0 nothing is remembered. */
  readonly size: number;
  /** How much work one step is, in additions. */
  readonly cost: number;
  /** Moves the weights of `from` over one connection and the gap after it to `to`; what is banned is gone. */
  advance(from: Float64Array, to: Float64Array): void;
  /** For each timer of a bin, the chance of going there by state. */
  readonly bans: readonly Ban[];
}

export interface Ban {
  /** Milliseconds. */
  readonly timer: number;
  readonly chances: Float64Array;
}

/** A matrix by its rows: row i are the entries from `starts[i]` to before `starts[i + 1]`. */
export interface SparseMatrix {
  readonly starts: Int32Array;
  readonly targets: Int32Array;
  readonly chances: Float64Array;
}

/** `to` = `from` × matrix. */
export function multiply(matrix: SparseMatrix, from: Float64Array, to: Float64Array): void {
  const { starts, targets, chances } = matrix;
  to.fill(0);
  for (let row = 0; row < from.length; row++) {
    const weight = from[row] ?? 0;
    if (weight === 0) continue;
    const stop = starts[row + 1] ?? 0;
    for (let entry = starts[row] ?? 0; entry < stop; entry++) {
      const target = targets[entry] ?? 0;
      to[target] = (to[target] ?? 0) + weight * (chances[entry] ?? 0);
    }
  }
}

/** Collects the rows of a matrix, and the chances of bans beside them. */
export interface ChainBuilder {
  entry(target: number, chance: number): void;
  endRow(): void;
  ban(state: number, timer: number, chance: number): void;
  readonly entries: () => number;
  matrix(): SparseMatrix;
  bans(size: number): readonly Ban[];
}

export function chainBuilder(): ChainBuilder {
  const starts: number[] = [0];
  const targets: number[] = [];
  const chances: number[] = [];
  const bans = new Map<number, number[]>();
  return {
    entry: (target, chance) => {
      targets.push(target);
      chances.push(chance);
    },
    endRow: () => starts.push(targets.length),
    ban: (state, timer, chance) => {
      const flat = bans.get(timer);
      if (flat === undefined) bans.set(timer, [state, chance]);
      else flat.push(state, chance);
    },
    entries: () => targets.length,
    matrix: () => ({
      starts: Int32Array.from(starts),
      targets: Int32Array.from(targets),
      chances: Float64Array.from(chances),
    }),
    bans: (size) =>
      [...bans].map(([timer, flat]) => {
        const dense = new Float64Array(size);
        for (let index = 0; index < flat.length; index += 2) {
          const state = flat[index] ?? 0;
          dense[state] = (dense[state] ?? 0) + (flat[index + 1] ?? 0);
        }
        return { timer, chances: dense };
      }),
  };
}
