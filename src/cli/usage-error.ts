/** The command line itself is wrong; `main` tells it and ends with the exit code of wrong usage. */
export class UsageError extends Error {
  /** The way out, in a sentence. */
  readonly hint: string | undefined;

  constructor(message: string, hint?: string) {
    super(message);
    this.name = "UsageError";
    this.hint = hint;
  }
}
