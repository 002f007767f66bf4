/** A place in a script that only goes forward. */
export interface Cursor {
  /** What matches here, and goes past it. */
  take(pattern: RegExp): string | undefined;
  skip(pattern: RegExp): void;
  /** Whether this text comes next; for the empty one, whether nothing does. */
  isAt(text: string): boolean;
  /** That nothing more was understood from here, in RouterOS's words. */
  complaint(): string;
}

export function cursorOf(source: string): Cursor {
  let at = 0;
  const take = (pattern: RegExp): string | undefined => {
    const found = pattern.exec(source.slice(at))?.[0];
    at += found?.length ?? 0;
    return found;
  };
  return {
    take,
    skip: (pattern) => void take(pattern),
    isAt: (text) => (text === "" ? at === source.length : source.startsWith(text, at)),
    complaint: () => {
      const lines = source.slice(0, at).split("\n");
      const column = (lines.at(-1)?.length ?? 0) + 1;
      return `expected end of command (line ${lines.length} column ${column})`;
    },
  };
}
