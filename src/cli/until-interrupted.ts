/** Ctrl-C, or an end that somebody else asks for. */
export interface Interruption {
  readonly signal: Promise<void>;
  /** Nobody waits any more: the next Ctrl-C ends the process as usual. */
  forget(): void;
}

/** What works until it is told to end waits for this. */
export function untilInterrupted(): Interruption {
  const forgetting: (() => void)[] = [];
  const forget = (): void => {
    for (const each of forgetting) each();
  };
  const signal = new Promise<void>((resolve) => {
    const end = (): void => {
      forget();
      resolve();
    };
    forgetting.push(() => process.removeListener("SIGINT", end).removeListener("SIGTERM", end));
    process.on("SIGINT", end).on("SIGTERM", end);
  });
  return { signal, forget };
}
