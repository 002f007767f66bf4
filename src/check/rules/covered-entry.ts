import type { AddressNode, PolicyFile } from "../../ast/nodes.js";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { report } from "../../diagnostics/report.js";
import { addressCount, addressSet, intervalCount, sizeOf } from "../../net/address-set.js";
import type { Span } from "../../source/source-file.js";

/** SB4001: an entry of a list that another entry of the same list covers. */
export function* coveredEntry(policy: PolicyFile): Generator<Diagnostic> {
  for (const statement of policy.statements) {
    if (statement.kind !== "list" || statement.entries === undefined) continue;
    for (const family of ["ipv4", "ipv6"] as const) {
      const entries = statement.entries.filter((entry) => entry.range.family === family);
      if (overlap(entries)) yield* covered(entries);
    }
  }
}

/** Entries that are together as many addresses as their union cover none twice; most lists end here. */
function overlap(entries: readonly AddressNode[]): boolean {
  const ranges = entries.map((entry) => entry.range);
  const [first] = ranges;
  if (first === undefined) return false;
  const union = addressSet(ranges);
  // As many intervals as entries: nothing overlaps, nothing even touches.
  if (intervalCount(union, first.family) === ranges.length) return false;
  const sum = ranges.reduce((count, range) => count + sizeOf(range), 0n);
  return sum > addressCount(union, first.family);
}

/** Sorted by start, wider first: an entry is covered when the widest end so far reaches past its own. */
function* covered(entries: readonly AddressNode[]): Generator<Diagnostic> {
  const order = [...entries].sort((a, b) => {
    if (a.range.first !== b.range.first) return a.range.first < b.range.first ? -1 : 1;
    if (a.range.last !== b.range.last) return a.range.last > b.range.last ? -1 : 1;
    return a.span.start - b.span.start;
  });
  let widest: AddressNode | undefined;
  for (const entry of order) {
    if (widest !== undefined && entry.range.last <= widest.range.last) {
      const params = { text: textOf(entry.span), by: textOf(widest.span) };
      yield report("SB4001", entry.span, params, {
        labels: [{ span: widest.span, text: "covers it" }],
      });
    } else {
      widest = entry;
    }
  }
}

function textOf(span: Span): string {
  return span.file.text.slice(span.start, span.end);
}
