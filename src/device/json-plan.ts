import { originOf } from "../source/source-file.js";
import type { Family } from "../net/family.js";
import type { Change, DeviceFacts, Plan } from "./plan.js";
import type { Problem } from "./problem.js";

/** The one document of `plan --json`. */
export interface JsonPlan {
  readonly device: DeviceFacts;
  readonly policy: string;
  readonly upToDate: boolean;
  readonly changes: readonly JsonChange[];
  readonly findings: readonly JsonProblem[];
}

export interface JsonChange extends Omit<Change, "family" | "origin" | "rules"> {
  /** Null for both. */
  readonly family: Family | null;
  /** `edge.sbn:12` */
  readonly origin: string | null;
  readonly rules: NonNullable<Change["rules"]> | null;
}

export interface JsonProblem {
  readonly code: string;
  readonly severity: Problem["severity"];
  readonly message: string;
  readonly help: string | null;
  readonly origin: string | null;
}

export function jsonPlan({ device, policy, changes, findings }: Plan): JsonPlan {
  return {
    device,
    policy,
    upToDate: changes.length === 0,
    changes: changes.map(({ family, origin, rules, ...rest }) => ({
      ...rest,
      family: family ?? null,
      origin: origin === undefined ? null : originOf(origin),
      rules: rules ?? null,
    })),
    findings: findings.map(jsonProblem),
  };
}

export function jsonProblem({ code, severity, message, help, origin }: Problem): JsonProblem {
  return {
    code,
    severity,
    message,
    help: help ?? null,
    origin: origin === undefined ? null : originOf(origin),
  };
}
