import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { SourceFile } from "../source/source-file.js";
import { decodeSource } from "./decode.js";
import type { Attempt, Host } from "./host.js";

/** A policy file, and what people call it on the command line. */
export interface PolicySource {
  readonly path: string;
  readonly file: SourceFile;
  /** As they were read. */
  readonly bytes: Uint8Array;
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
  return { ok: true, value: { path, file: decoded.file, bytes: bytes.value, wrongBytes } };
}

/** What the file is called in messages. */
export function shownPath(path: string): string {
  return path === "-" ? "stdin" : path.replaceAll("\\", "/");
}

function lastName(path: string): string {
  const shown = shownPath(path);
  return shown.slice(shown.lastIndexOf("/") + 1);
}
