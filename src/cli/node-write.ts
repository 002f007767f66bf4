import {
  chmodSync,
  closeSync,
  mkdirSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Attempt, OutputFile } from "./host.js";
import { codeOf } from "./node-output.js";

/** A file that stands beside its place, whole, until all of them do. */
interface Staged {
  readonly temporary: string;
  readonly path: string;
}

/** Writes all files or none: whoever reads one of them sees the old text or the new one, never a part. */
export function writeFiles(files: readonly OutputFile[]): Attempt<undefined> {
  const staged: Staged[] = [];
  let current = "";
  try {
    for (const file of files) {
      current = file.path;
      const item = writeBeside(file);
      if (item !== undefined) staged.push(item);
    }
    for (const item of staged) {
      current = item.path;
      renameSync(item.temporary, item.path);
    }
    return { ok: true, value: undefined };
  } catch (error) {
    for (const { temporary } of staged) rmSync(temporary, { force: true });
    if (codeOf(error) === undefined) throw error;
    return { ok: false, why: whyUnwritable(current, error) };
  }
}

function writeBeside(file: OutputFile): Staged | undefined {
  mkdirSync(dirname(file.path), { recursive: true });
  const existing = statSync(file.path, { throwIfNoEntry: false });
  if (existing !== undefined && !existing.isFile()) {
    // A device or a named pipe cannot be replaced, only written to.
    fill(openSync(file.path, "w"), file.chunks);
    return undefined;
  }
  // Through a link to what it leads to, so that the link stays one.
  const path = existing === undefined ? file.path : realpathSync(file.path);
  const unique = `${String(process.pid)}-${process.hrtime.bigint().toString(36)}`;
  const temporary = join(dirname(path), `.${basename(path)}.${unique}.tmp`);
  try {
    fill(openSync(temporary, "wx"), file.chunks);
    if (existing !== undefined) chmodSync(temporary, existing.mode & 0o7777);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
  return { temporary, path };
}

function fill(descriptor: number, chunks: Iterable<string>): void {
  try {
    for (const chunk of chunks) {
      const bytes = Buffer.from(chunk);
      let written = 0;
      while (written < bytes.length) written += writeSync(descriptor, bytes, written);
    }
  } finally {
    closeSync(descriptor);
  }
}

function whyUnwritable(path: string, error: unknown): string {
  switch (codeOf(error)) {
    case "EACCES":
    case "EPERM":
      return `${path} may not be written by you; check the permissions of its folder`;
    case "EROFS":
      return `${path} is on a file system that is read-only`;
    case "ENOSPC":
    case "EDQUOT":
      return `${path} cannot be written: the disk is full`;
    case "ENOTDIR":
    case "EEXIST":
      return `${path} cannot be written: a part of that path is a file, not a folder`;
    case "EISDIR":
      return `${path} is a folder; name a file in it`;
    case undefined:
    default:
      return `${path} cannot be written: ${error instanceof Error ? error.message : String(error)}`;
  }
}
