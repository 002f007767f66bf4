import type { SourceFile } from "../source/source-file.js";

/** The one way to other files of a policy; what is behind it (a disk, a test's table) is the caller's. */
export interface SourceReader {
  /** @param path relative to the root file's folder, with `/`, never leading out of it */
  readPolicy(path: string): ReadResult<SourceFile>;
  /** The text of a list file, in pieces of any length. */
  readList(path: string): ReadResult<Iterable<string>>;
}

/** What was read, or why not: half a sentence such as `there is no such file`. */
export type ReadResult<T> = { readonly value: T } | { readonly problem: string };

/** For callers that have one text and nothing else. */
export const noOtherFiles: SourceReader = {
  readPolicy: () => ({ problem: "no other files can be read here" }),
  readList: () => ({ problem: "no other files can be read here" }),
};
