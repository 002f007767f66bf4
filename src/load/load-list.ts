import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { report } from "../diagnostics/report.js";
import type { AddressRange } from "../net/address.js";
import { addressSet, type AddressSet } from "../net/address-set.js";
import { type AddressError, parseAddressText } from "../net/address-text.js";
import { whyNoAddress } from "../net/why-no-address.js";
import { linesOf } from "../source/lines-of.js";
import { sourceLine, type Span } from "../source/source-file.js";

export interface LoadedList {
  readonly addresses: AddressSet;
  readonly diagnostics: readonly Diagnostic[];
}

/** Past this many a file is of another kind; the rest is only counted. */
const mostNamed = 100;

/**
 * Reads a list file: one address, prefix or range a line; `#` and `;` begin comments, the format of published
 * block lists. Lines are looked at one by one, so that a file of a million needs no more than its addresses.
 * @param name as people know the file @param pieces its text, cut anywhere @param cause where the policy names it
 */
export function loadList(name: string, pieces: Iterable<string>, cause: Span): LoadedList {
  const diagnostics: Diagnostic[] = [];
  let bad = 0;
  function* ranges(): Generator<AddressRange> {
    let line = 0;
    for (const text of linesOf(pieces)) {
      line++;
      if (text.includes("\0")) {
        bad++;
        const why = `line ${String(line)} holds a NUL byte, so it is not a text file`;
        diagnostics.push(report("SB2020", cause, { path: name, why }));
        return;
      }
      const entry = entryOf(text);
      if (entry === "") continue;
      const parsed = parseAddressText(entry);
      if (!("error" in parsed)) {
        yield parsed;
      } else if (++bad <= mostNamed) {
        diagnostics.push(badLine(name, text, line, entry, parsed, cause));
      }
    }
  }
  const addresses = addressSet(ranges());
  if (bad > mostNamed) {
    diagnostics.push(report("SB1012", cause, { shown: mostNamed, more: bad - mostNamed }));
  }
  return { addresses, diagnostics };
}

function entryOf(line: string): string {
  const comment = line.search(/[#;]/u);
  return (comment < 0 ? line : line.slice(0, comment)).trim();
}

function badLine(
  name: string,
  text: string,
  line: number,
  entry: string,
  error: AddressError,
  cause: Span,
): Diagnostic {
  const file = sourceLine(name, text.trimEnd(), line);
  const start = Math.max(0, file.text.indexOf(entry));
  const span: Span = { file, start, end: start + entry.length };
  const labels = [{ span: cause, text: "read because of this" }];
  const shown = entry.slice(0, 60);
  const suggestion = "repaired" in error ? { span, replacement: error.repaired } : undefined;
  if (error.error === "host-bits") {
    const params = { text: shown, repaired: error.repaired };
    return report("SB1007", span, params, { labels, suggestion });
  }
  const params = { text: shown, why: whyNoAddress(entry, error) };
  return report("SB1006", span, params, { labels, suggestion });
}
