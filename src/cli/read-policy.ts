import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { folderOf } from "../load/policy-path.js";
import type { SourceReader } from "../load/source-reader.js";
import type { SourceFile } from "../source/source-file.js";
import { decodeSource } from "./decode.js";
import type { Attempt, Host } from "./host.js";

/** A policy file, and what people call it on the command line. */
export interface PolicySource {
  readonly path: string;
  readonly file: SourceFile;
  /** As they were read. */
  readonly bytes: Uint8Array;
  /** The way to the files it names. */
  readonly reader: SourceReader;
  /** What its files are called in messages: the path as given, or the way from there. */
  readonly nameOf: (file: SourceFile) => string;
  /** Set when its bytes are no text; then nothing more can be said of it. */
  readonly wrongBytes: Diagnostic | undefined;
}

/**
 * Reads a policy. In what is generated it goes by its last name (`edge.sbn:12`), so that the output does not
 * depend on where it was compiled; messages use the path as given.
 */
export function readPolicy(host: Host, path: string): Attempt<PolicySource> {
  const bytes = host.read(path);
  if (!bytes.ok) return bytes;
  const decoded = decodeSource(lastName(path), bytes.value);
  const wrongBytes = decoded.ok ? undefined : decoded.diagnostic;
  const folder = folderOf(shownPath(path));
  return {
    ok: true,
    value: {
      path,
      file: decoded.file,
      bytes: bytes.value,
      reader: fileReader(host, folder),
      nameOf: (file) => (file === decoded.file ? shownPath(path) : `${folder}${file.name}`),
      wrongBytes,
    },
  };
}

/** Files beside and below the root file, and no others, whatever links say. */
function fileReader(host: Host, folder: string): SourceReader {
  const locate = (path: string): string | undefined =>
    host.isBelow(folder === "" ? "." : folder, `${folder}${path}`) ? `${folder}${path}` : undefined;
  const outside = { problem: "it is a link that leads out of the policy's folder" };
  return {
    readPolicy: (path) => {
      const full = locate(path);
      if (full === undefined) return outside;
      const bytes = host.read(full);
      if (!bytes.ok) return { problem: bytes.why };
      const decoded = decodeSource(path, bytes.value);
      return decoded.ok ? { value: decoded.file } : { problem: decoded.diagnostic.message };
    },
    readList: (path) => {
      const full = locate(path);
      if (full === undefined) return outside;
      const pieces = host.readPieces(full);
      return pieces.ok ? { value: pieces.value } : { problem: pieces.why };
    },
  };
}

/** What the file is called in messages. */
export function shownPath(path: string): string {
  return path === "-" ? "stdin" : path.replaceAll("\\", "/");
}

function lastName(path: string): string {
  const shown = shownPath(path);
  return shown.slice(shown.lastIndexOf("/") + 1);
}
