import { jsonProblem, type JsonProblem } from "./json-plan.js";
import type { Status, StatusEntry } from "./status.js";

/** The one document of `status --json`. */
export interface JsonStatus extends Omit<Status, "entries" | "findings"> {
  readonly entries: readonly (Omit<StatusEntry, "remaining"> & {
    /** Seconds until it runs out; null for one without a timer. */
    readonly remaining: number | null;
  })[];
  readonly findings: readonly JsonProblem[];
}

export function jsonStatus({ entries, findings, ...rest }: Status): JsonStatus {
  return {
    ...rest,
    entries: entries.map(({ remaining, ...entry }) => ({
      ...entry,
      remaining: remaining === undefined ? null : Math.round(remaining / 1000),
    })),
    findings: findings.map(jsonProblem),
  };
}
