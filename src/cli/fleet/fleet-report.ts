import { type JsonPlan, jsonPlan, type JsonProblem, jsonProblem } from "../../device/json-plan.js";
import { type JsonStanding, jsonStanding } from "../../device/json-standing.js";
import { type JsonStatus, jsonStatus } from "../../device/json-status.js";
import type { Plan } from "../../device/plan.js";
import type { Problem } from "../../device/problem.js";
import type { Standing } from "../../device/standing.js";
import type { Status } from "../../device/status.js";
import { type ExitCode, exitCode, worse } from "../exit-code.js";
import type { Member } from "./choose-devices.js";

/** What came of a device. */
export const outcomes = [
  "up to date",
  "changes pending",
  "pushed",
  "in force",
  "not in force",
  "done",
  "refused",
  "failed",
  "not well",
  "interrupted",
  "declined",
  "not begun",
] as const;

export type Outcome = (typeof outcomes)[number];

/** One device in the end. */
export interface Row {
  readonly outcome: Outcome;
  readonly code: ExitCode;
  readonly problem?: Problem;
  readonly plan?: Plan;
  readonly status?: Status;
  readonly standing?: Standing;
  /** Since it was begun; undefined for what was not. */
  readonly milliseconds?: number;
}

/** All of them, in the order in which they were named. */
export type Rows = ReadonlyMap<Member, Row>;

export const notBegun: Row = { outcome: "not begun", code: exitCode.trouble };

/** Something that stops the others. */
export function isFailure({ code }: Row): boolean {
  return code !== exitCode.well && code !== exitCode.pending;
}

/** That of the worst of them. */
export function codeOfAll(rows: Rows): ExitCode {
  return [...rows.values()].reduce<ExitCode>((code, row) => worse(code, row.code), exitCode.well);
}

const headings = ["device", "what happened", "changes", "seconds"] as const;

/** The table in the end. */
export function* printRows(rows: Rows): Generator<string> {
  const cells = [...rows].map(([{ reach }, { outcome, plan, milliseconds }]) => [
    reach.name,
    outcome,
    plan === undefined ? "-" : String(plan.changes.length),
    milliseconds === undefined ? "-" : (milliseconds / 1000).toFixed(1),
  ]);
  const widths = headings.map((heading, column) =>
    Math.max(heading.length, ...cells.map((row) => (row[column] ?? "").length)),
  );
  for (const row of [headings, ...cells]) {
    yield row
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return column < 2 ? cell.padEnd(width) : cell.padStart(width);
      })
      .join("  ");
  }
}

/** The one document of `--json` with several devices, and of `push --json`. */
export interface JsonFleet {
  readonly command: "plan" | "push" | "status";
  readonly exitCode: number;
  readonly canary: string | null;
  readonly devices: readonly JsonFleetDevice[];
}

export interface JsonFleetDevice {
  readonly name: string;
  readonly url: string;
  readonly outcome: Outcome;
  /** Null for what was not begun. */
  readonly seconds: number | null;
  /** Why it failed. Null as well where the device cannot say the policy, which is told in words. */
  readonly problem: JsonProblem | null;
  readonly plan: JsonPlan | null;
  readonly status: JsonStatus | null;
  readonly standing: JsonStanding | null;
}

export function jsonFleet(
  command: JsonFleet["command"],
  rows: Rows,
  canary: string | undefined,
): JsonFleet {
  return {
    command,
    exitCode: codeOfAll(rows),
    canary: canary ?? null,
    devices: [...rows].map(([{ reach }, row]) => ({
      name: reach.name,
      url: reach.url.shown,
      outcome: row.outcome,
      seconds: row.milliseconds === undefined ? null : Math.round(row.milliseconds / 100) / 10,
      problem: row.problem === undefined ? null : jsonProblem(row.problem),
      plan: row.plan === undefined ? null : jsonPlan(row.plan),
      status: row.status === undefined ? null : jsonStatus(row.status),
      standing: row.standing === undefined ? null : jsonStanding(row.standing),
    })),
  };
}
