import {
  closeSync,
  existsSync,
  fstatSync,
  openSync,
  readFileSync,
  readSync,
  realpathSync,
  statSync,
  type Stats,
} from "node:fs";
import { dirname, isAbsolute, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import type { Attempt, Host } from "./host.js";
import { codeOf, nodeOutput } from "./node-output.js";
import { nodePerson } from "./node-person.js";
import { writeFiles } from "./node-write.js";

/** No policy is that long; what is, is something else, or a mistake. */
const mostBytes = 64 * 1024 * 1024;

/** The machine this process runs on. */
export function nodeHost(): Host {
  return {
    env: process.env,
    stdout: nodeOutput(1),
    stderr: nodeOutput(2),
    get person() {
      return nodePerson();
    },
    read,
    readPieces,
    isBelow,
    readOwn,
    kindOf,
    sizeOf,
    sameFile,
    write: writeFiles,
  };
}

function read(path: string): Attempt<Uint8Array> {
  let descriptor: number | undefined;
  try {
    descriptor = path === "-" ? 0 : openSync(path, "r");
    const stats = fstatSync(descriptor);
    if (stats.isDirectory()) return { ok: false, why: `${path} is a folder; name a file in it` };
    if (stats.isFile() && stats.size > mostBytes) return tooLong(path);
    return readAll(path, descriptor);
  } catch (error) {
    return { ok: false, why: whyUnreadable(path, error) };
  } finally {
    if (descriptor !== undefined && descriptor !== 0) closeSync(descriptor);
  }
}

/** By parts, since a pipe or a device says nothing of its length. */
function readAll(path: string, descriptor: number): Attempt<Uint8Array> {
  const parts: Uint8Array[] = [];
  let total = 0;
  for (;;) {
    const part = Buffer.allocUnsafe(64 * 1024);
    const count = readSome(descriptor, part);
    if (count === 0) return { ok: true, value: Buffer.concat(parts, total) };
    parts.push(part.subarray(0, count));
    total += count;
    if (total > mostBytes) return tooLong(path);
  }
}

const pieceLength = 1024 * 1024;

function readPieces(path: string): Attempt<Iterable<string>> {
  try {
    const descriptor = path === "-" ? 0 : openSync(path, "r");
    if (fstatSync(descriptor).isDirectory()) {
      if (descriptor !== 0) closeSync(descriptor);
      return { ok: false, why: `${path} is a folder; name a file in it` };
    }
    return { ok: true, value: piecesOf(descriptor) };
  } catch (error) {
    return { ok: false, why: whyUnreadable(path, error) };
  }
}

/** A byte that is no UTF-8 comes out as `�`, and so as a line that is no address. */
function* piecesOf(descriptor: number): Generator<string> {
  try {
    const decoder = new TextDecoder();
    const piece = Buffer.allocUnsafe(pieceLength);
    for (;;) {
      const count = readSome(descriptor, piece);
      if (count === 0) break;
      yield decoder.decode(piece.subarray(0, count), { stream: true });
    }
    yield decoder.decode();
  } finally {
    if (descriptor !== 0) closeSync(descriptor);
  }
}

function isBelow(folder: string, path: string): boolean {
  try {
    const root = realpathSync(folder);
    const way = relative(root, realpathSync(path));
    return way === "" || (!way.startsWith("..") && !isAbsolute(way));
  } catch (error) {
    if (codeOf(error) === undefined) throw error;
    return true;
  }
}

function readSome(descriptor: number, part: Uint8Array): number {
  for (;;) {
    try {
      return readSync(descriptor, part, 0, part.length, null);
    } catch (error) {
      const code = codeOf(error);
      if (code === "EOF") return 0;
      // Standard input that somebody else made non-blocking has nothing yet.
      if (code !== "EAGAIN") throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}

function tooLong(path: string): Attempt<Uint8Array> {
  const limit = String(mostBytes / 1024 / 1024);
  return { ok: false, why: `${path} is longer than ${limit} MiB; a policy is never that long` };
}

function whyUnreadable(path: string, error: unknown): string {
  switch (codeOf(error)) {
    case "ENOENT":
      return `there is no file ${path}; check the name, and the folder you are in`;
    case "ENOTDIR":
      return `there is no file ${path}: a part of that path is a file, not a folder`;
    case "EACCES":
    case "EPERM":
      return `${path} may not be read by you; check its permissions`;
    case "EISDIR":
      return `${path} is a folder; name a file in it`;
    case undefined:
    default:
      return `${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function readOwn(path: string): string | undefined {
  const file = join(packageRoot(), path);
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}

/** The nearest folder above this code with a package.json: the same for the sources and for the bundle. */
function packageRoot(): string {
  const start = dirname(fileURLToPath(import.meta.url));
  let folder = start;
  while (!existsSync(join(folder, "package.json"))) {
    const parent = dirname(folder);
    if (parent === folder) return start;
    folder = parent;
  }
  return folder;
}

function kindOf(path: string): "file" | "directory" | "other" | "missing" {
  const stats = statusOf(path);
  if (stats === undefined) return "missing";
  if (stats.isDirectory()) return "directory";
  return stats.isFile() ? "file" : "other";
}

function sizeOf(path: string): number | undefined {
  const stats = statusOf(path);
  return stats?.isFile() === true ? stats.size : undefined;
}

function sameFile(one: string, other: string): boolean {
  const a = statusOf(one);
  const b = statusOf(other);
  return a !== undefined && b !== undefined && a.dev === b.dev && a.ino === b.ino;
}

/** Undefined when there is nothing, also when the way there is closed: reading or writing will say why. */
function statusOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    if (codeOf(error) === undefined) throw error;
    return undefined;
  }
}
