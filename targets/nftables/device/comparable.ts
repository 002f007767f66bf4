import type { Match, NftRule } from "../model.js";

/**
 * A rule as a text that is the same for what was printed and for what the kernel lists of that. nft leaves out a test
 * of the family or of the protocol that it takes another part of the rule to imply (also that of IPv4 beside
 * `meta l4proto icmp`, which does not), and has an order of its own in anonymous sets. The comment is not part of it.
 */
export function ruleKey({ matches, tests, counter, logs, guards, end }: NftRule): string {
  const parts = [...matches, ...tests];
  const isOfFamily = parts.some(
    (part) =>
      (part.kind !== "family" && ("family" in part || "key" in part)) ||
      (part.kind === "protocols" && part.protocols.some((one) => one.startsWith("icmp"))),
  );
  const isOfTcp = parts.some(({ kind }) => kind === "flags" || kind === "some-flag");
  const kept = matches.filter(
    (match) =>
      !(match.kind === "family" && isOfFamily) &&
      !(match.kind === "protocols" && match.protocols.join() === "tcp" && isOfTcp),
  );
  return textOf([
    sorted(kept.map(withSortedValues)),
    tests,
    counter,
    logs,
    guards.map(withSortedValues),
    end?.kind === "ports" ? { ...end, cases: sorted(end.cases) } : end,
  ]);
}

function withSortedValues(match: Match): unknown {
  const entries = Object.entries(match).map(([key, value]: [string, unknown]) => [
    key,
    Array.isArray(value) ? sorted(value) : value,
  ]);
  return Object.fromEntries(entries);
}

function sorted(values: readonly unknown[]): readonly unknown[] {
  return values
    .map((value) => ({ value, text: textOf(value) }))
    .toSorted((a, b) => (a.text < b.text ? -1 : 1))
    .map(({ value }) => value);
}

/** With the properties in one order, whoever has made the value. */
function textOf(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => {
    if (typeof part === "bigint") return String(part);
    if (typeof part !== "object" || part === null || Array.isArray(part)) return part;
    return Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  });
}
