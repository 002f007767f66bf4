import type { Span } from "../source/source-file.js";
import { catalog, type Code, type Params, type Wording } from "./catalog.js";
import type { Diagnostic, Label, Severity, Suggestion } from "./diagnostic.js";

interface Extras {
  readonly labels?: readonly Label[];
  readonly suggestion?: Suggestion | undefined;
  /** Takes the place of the catalog's way out. */
  readonly help?: string | undefined;
}

/** Makes the diagnostic of a code at a place. */
export function report<C extends Code>(
  code: C,
  span: Span,
  params: Params<C>,
  extras: Extras = {},
): Diagnostic {
  const words = wordingOf(code, params);
  const help = extras.help ?? words.help;
  return {
    code,
    severity: words.severity,
    message: words.message,
    span,
    ...(words.caption === undefined ? {} : { caption: words.caption }),
    labels: extras.labels ?? [],
    ...(help === undefined ? {} : { help }),
    ...(extras.suggestion === undefined ? {} : { suggestion: extras.suggestion }),
  };
}

/** The words of a code, and how bad it is. */
export function wordingOf<C extends Code>(
  code: C,
  params: Params<C>,
): Wording & { readonly severity: Severity } {
  const { severity, words } = catalog[code];
  // The catalog pairs each code with the parameters of its own wording; TypeScript cannot follow the index.
  return { severity, ...(words as (params: Params<C>) => Wording)(params) };
}
