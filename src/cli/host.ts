/**
 * The one door to files, standard streams and the environment. Commands are given a host and nothing else, so
 * that tests run them in-process with one made of plain values. Nothing here throws for what is wrong outside:
 * it is told, in words that say what to do.
 */
export interface Host {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Artefacts. */
  readonly stdout: Output;
  /** Words for people. */
  readonly stderr: Output;
  /** Whoever can be asked; undefined where nobody sits at a terminal. */
  readonly person: Person | undefined;
  /** A whole file, or standard input for `-`. */
  read(path: string): Attempt<Uint8Array>;
  /** A file piece by piece, or standard input for `-`, of any length. Read while it is iterated. */
  readPieces(path: string): Attempt<Iterable<string>>;
  /** Of a file, in bytes; undefined for a pipe and the like, and where there is nothing. */
  sizeOf(path: string): number | undefined;
  /** Whether a path really leads to something in or below a folder, links followed; true when nothing is there. */
  isBelow(folder: string, path: string): boolean;
  /** A text of this package itself, such as `docs/diagnostics/SB1001.md`; undefined when it is not there. */
  readOwn(path: string): string | undefined;
  kindOf(path: string): "file" | "directory" | "other" | "missing";
  /** Whether both names lead to one file. */
  sameFile(one: string, other: string): boolean;
  /** Writes all of them or none: each beside its place first, then into place. Folders are made as needed. */
  write(files: readonly OutputFile[]): Attempt<undefined>;
}

export interface Person {
  /** @returns undefined when there is no answer */
  ask(question: string): Promise<string | undefined>;
  /** The same without showing what is typed. */
  askSecretly(question: string): Promise<string | undefined>;
}

/** A result, or why there is none: one line, with what to do. */
export type Attempt<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly why: string };

export interface Output {
  /** @returns false when nobody reads any more; then writing is pointless, and harmless. */
  write(text: string): boolean;
  readonly isTerminal: boolean;
  /** Of a terminal. */
  readonly columns: number | undefined;
}

export interface OutputFile {
  readonly path: string;
  readonly chunks: Iterable<string>;
}

/** Colour only for a terminal, and only for those who have not said no (https://no-color.org). */
export function wantsColour(host: Host, output: Output): boolean {
  const refused = (host.env["NO_COLOR"] ?? "") !== "" || host.env["TERM"] === "dumb";
  return output.isTerminal && !refused;
}
