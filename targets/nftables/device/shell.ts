/** A host's shell, here or behind ssh: what runs there, and how it ended. */
export interface Shell {
  /**
   * Runs a script with words as its `$1`, `$2`, … and a text as its input.
   * @param fresh over a connection of its own, which has to get through the firewall first
   */
  run(script: string, words: readonly string[], input?: string, fresh?: boolean): Promise<Ran>;
  readonly clock: Clock;
  close(): void;
}

export interface Clock {
  now(): number;
  sleep(milliseconds: number): Promise<void>;
}

/** The script has ended; or it was never reached, or nobody knows how it ended. */
export type Ran =
  | {
      readonly kind: "ended";
      readonly code: number;
      readonly output: string;
      readonly errors: string;
    }
  | { readonly kind: "unreachable"; readonly why: string; readonly help: string }
  | { readonly kind: "silent"; readonly seconds: number };
