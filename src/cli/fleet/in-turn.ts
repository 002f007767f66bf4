/** In which order devices are worked on. */
export interface Turns {
  /** So many at a time. */
  readonly parallel: number;
  /** The name of the one that goes first, alone. */
  readonly canary: string | undefined;
}

/**
 * Does something with each, so many at a time, until one fails: those that are under way then end by themselves, and
 * no other is begun. Throws what one of them throws, when all have ended.
 */
export async function inTurn<M, T>(
  members: readonly M[],
  parallel: number,
  act: (member: M) => Promise<T>,
  isFailure: (result: T) => boolean,
): Promise<void> {
  const waiting = [...members];
  let failed = false;
  const worker = async (): Promise<void> => {
    for (;;) {
      const next = failed ? undefined : waiting.shift();
      if (next === undefined) return;
      try {
        if (isFailure(await act(next))) failed = true;
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  const workers = Array.from({ length: Math.min(parallel, members.length) }, worker);
  // All are waited for, also where one throws: nothing may work on behind the caller's back.
  const ended = await Promise.allSettled(workers);
  for (const one of ended) if (one.status === "rejected") throw one.reason;
}
