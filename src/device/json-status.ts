import { jsonProblem, type JsonProblem } from "./json-plan.js";
import type { Family } from "../net/family.js";
import type { RuleCounter, Status, StatusEntry } from "./status.js";

/** The one document of `status --json`. */
export interface JsonStatus extends Omit<Status, "entries" | "counters" | "findings"> {
  readonly entries: readonly JsonEntry[];
  readonly counters: readonly (Omit<RuleCounter, "family" | "use"> & {
    /** Null for both. */
    readonly family: Family | null;
  })[];
  readonly findings: readonly JsonProblem[];
}

export interface JsonEntry extends Omit<StatusEntry, "remaining"> {
  /** Seconds until it runs out; null for one without a timer. */
  readonly remaining: number | null;
}

export function jsonStatus({ entries, counters, findings, ...rest }: Status): JsonStatus {
  return {
    ...rest,
    entries: entries.map(jsonEntry),
    counters: counters.map(({ family, chain, rule, origin, packets, bytes }) => ({
      family: family ?? null,
      chain,
      rule,
      origin,
      packets,
      bytes,
    })),
    findings: findings.map(jsonProblem),
  };
}

export function jsonEntry({ remaining, ...entry }: StatusEntry): JsonEntry {
  return {
    ...entry,
    remaining: remaining === undefined ? null : Math.round(remaining / 1000),
  };
}
