import { jsonProblem, type JsonProblem } from "./json-plan.js";
import type { Family } from "../net/family.js";
import type { RuleCounter, Status, StatusEntry } from "./status.js";

/** The one document of `status --json`. */
export interface JsonStatus extends Omit<Status, "entries" | "counters" | "findings"> {
  readonly entries: readonly (Omit<StatusEntry, "remaining"> & {
    /** Seconds until it runs out; null for one without a timer. */
    readonly remaining: number | null;
  })[];
  readonly counters: readonly (Omit<RuleCounter, "family"> & {
    /** Null for both. */
    readonly family: Family | null;
  })[];
  readonly findings: readonly JsonProblem[];
}

export function jsonStatus({ entries, counters, findings, ...rest }: Status): JsonStatus {
  return {
    ...rest,
    entries: entries.map(({ remaining, ...entry }) => ({
      ...entry,
      remaining: remaining === undefined ? null : Math.round(remaining / 1000),
    })),
    counters: counters.map((counter) => ({ ...counter, family: counter.family ?? null })),
    findings: findings.map(jsonProblem),
  };
}
