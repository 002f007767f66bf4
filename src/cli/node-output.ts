import { writeSync } from "node:fs";
import type * as Tty from "node:tty";
import type { Output } from "./host.js";

/**
 * A standard stream by its file descriptor. Written synchronously and without `process.stdout`, which takes
 * longer to set up than a small policy takes to compile.
 */
export function nodeOutput(descriptor: 1 | 2): Output {
  let open = true;
  return {
    write(text) {
      if (open) open = writeAll(descriptor, Buffer.from(text));
      return open;
    },
    get isTerminal() {
      return tty().isatty(descriptor);
    },
    get columns() {
      const { isatty, WriteStream } = tty();
      return isatty(descriptor) ? new WriteStream(descriptor).columns : undefined;
    },
  };
}

/** Loaded when somebody asks: it brings all of node:net, a tenth of the time of a compilation without a message. */
function tty(): typeof Tty {
  return process.getBuiltinModule("node:tty");
}

/** @returns false when the reader is gone. */
function writeAll(descriptor: number, bytes: Uint8Array): boolean {
  let written = 0;
  while (written < bytes.length) {
    try {
      written += writeSync(descriptor, bytes, written);
    } catch (error) {
      const code = codeOf(error);
      if (code === "EPIPE") return false;
      // A pipe that somebody else made non-blocking is full: wait for its reader.
      if (code !== "EAGAIN") throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
  return true;
}

/** The system's name for what went wrong, such as `ENOENT`. */
export function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}
