import { z } from "zod";
import { planDocument, problemShape, standingDocument, statusDocument } from "../schemas.js";
import { type JsonFleet, outcomes } from "./fleet-report.js";

/** `plan --json` and `status --json` of several devices, and `push --json`. Nothing that runs imports this file. */
export const fleetDocument: z.ZodType<JsonFleet> = z.strictObject({
  command: z.enum(["plan", "push", "status"]),
  exitCode: z.int().min(0),
  canary: z.string().nullable(),
  /** In the order in which they were named. */
  devices: z
    .array(
      z.strictObject({
        name: z.string().min(1),
        url: z.string().min(1),
        outcome: z.enum(outcomes),
        /** Null for what was not begun. */
        seconds: z.number().min(0).nullable(),
        problem: problemShape.nullable(),
        plan: planDocument.nullable(),
        status: statusDocument.nullable(),
        /** With `--address`. */
        standing: standingDocument.nullable(),
      }),
    )
    .min(1),
});
