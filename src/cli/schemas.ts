import { z } from "zod";
import type { JsonReport } from "../diagnostics/render/json.js";
import type { TargetReport } from "./commands/targets.js";

/**
 * The shapes of the JSON documents on standard output, for the tests and for whoever reads them from a program.
 * Nothing that runs imports this file, so a compilation does not load zod.
 */

const position = z.strictObject({
  line: z.int().min(1),
  /** In UTF-16 units. */
  column: z.int().min(1),
});

const range = { start: position, end: position };

/** `check --format json`. */
export const checkDocument: z.ZodType<JsonReport> = z.strictObject({
  diagnostics: z.array(
    z.strictObject({
      code: z.string().regex(/^SB\d{4}$/u),
      severity: z.enum(["error", "warning"]),
      message: z.string().min(1),
      file: z.string().min(1),
      ...range,
      help: z.string().nullable(),
      labels: z.array(z.strictObject({ file: z.string(), ...range, message: z.string() })),
      suggestion: z.strictObject({ ...range, replacement: z.string() }).nullable(),
    }),
  ),
});

/** `targets --json`. */
export const targetsDocument: z.ZodType<{ readonly targets: readonly TargetReport[] }> =
  z.strictObject({
    targets: z.array(
      z.strictObject({
        id: z.string(),
        title: z.string(),
        formats: z.array(z.string()).min(1),
        versions: z.array(z.string()).min(1),
        defaultVersion: z.string(),
        version: z.string(),
        features: z.array(
          z.strictObject({
            feature: z.string(),
            support: z.enum(["exact", "approximate", "none"]),
            remark: z.string(),
          }),
        ),
      }),
    ),
  });
