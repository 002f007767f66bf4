import type { Code, Params } from "../diagnostics/catalog.js";
import type { Severity } from "../diagnostics/diagnostic.js";
import { wordingOf } from "../diagnostics/report.js";
import type { Span } from "../source/source-file.js";

/** Something to tell of a device: a diagnostic that needs no place in a policy, though it may have one. */
export interface Problem {
  readonly code: Code;
  readonly severity: Severity;
  readonly message: string;
  readonly help: string | undefined;
  /** The rule that it is about. */
  readonly origin: Span | undefined;
}

/** A value, or what kept it from being one. */
export type Result<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Problem };

export function problem<C extends Code>(code: C, params: Params<C>, origin?: Span): Problem {
  const { severity, message, help } = wordingOf(code, params);
  return { code, severity, message, help, origin };
}

export function good<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

export function bad(found: Problem): { readonly ok: false; readonly problem: Problem } {
  return { ok: false, problem: found };
}
