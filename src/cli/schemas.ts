import { z } from "zod";
import type { JsonPlan, JsonProblem } from "../device/json-plan.js";
import type { JsonStanding } from "../device/json-standing.js";
import type { JsonStatus } from "../device/json-status.js";
import type { JsonReport } from "../diagnostics/render/json.js";
import { familyChoices, featureNames, hookPoints } from "../target/features.js";
import type { SurveyReport } from "../odds/survey-report.js";
import type { TargetReport } from "./commands/targets.js";
import type { TestReport } from "./test-report.js";
import type { SimulationDocument } from "./show-simulation.js";
import type { TraceOddsDocument } from "./show-trace-odds.js";

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

const share = z.number().min(0).max(1);

/** `simulate --json`. */
export const simulationDocument: z.ZodType<SimulationDocument> = z.strictObject({
  runs: z.int().min(1),
  sources: z.array(
    z.strictObject({
      address: z.string().min(1),
      ever: z.record(z.string(), share),
      dropped: z.number().min(0),
      passed: z.number().min(0),
    }),
  ),
  rules: z.array(z.strictObject({ origin: z.string().regex(/:\d+$/u), hits: z.number().min(0) })),
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
            feature: z.enum(featureNames),
            group: z.string(),
            cells: z
              .array(
                z.strictObject({
                  hook: z.enum(hookPoints),
                  family: z.enum(familyChoices),
                  support: z.enum(["exact", "approximate", "none"]),
                  remark: z.string().min(1),
                }),
              )
              .length(hookPoints.length * familyChoices.length),
          }),
        ),
      }),
    ),
  });

const chance = z.number().min(0).max(1);

/** Both ends are the same where a chance is known exactly. */
const chances = z.strictObject({ low: chance, high: chance });

/** Null is no bound: in both places, never. */
const counts = z.strictObject({
  low: z.number().min(1).nullable(),
  high: z.number().min(1).nullable(),
});

const survival = {
  within: z.array(z.strictObject({ tries: z.int().min(1), banned: chances })),
  expectedTries: counts,
  tries99: counts,
};

/** `odds --json`. */
export const oddsDocument: z.ZodType<SurveyReport> = z.strictObject({
  policy: z.string().min(1),
  rungs: z.array(
    z.strictObject({
      list: z.string(),
      seconds: z.array(z.number().positive().nullable()).min(1),
      from: z.array(z.string()),
      bin: z.boolean(),
    }),
  ),
  kinds: z.array(
    z.strictObject({
      services: z.array(z.string()).min(1),
      example: z.string(),
      obstacle: z.string().nullable(),
      paces: z.array(
        z.strictObject({
          pace: z.string(),
          method: z.string(),
          ...survival,
          dropped: chances,
          faster: z.strictObject(survival).nullable(),
        }),
      ),
    }),
  ),
  behaviours: z.array(z.strictObject({ who: z.string(), what: z.string(), banned: chances })),
});

/** `odds --trace --json`. */
export const traceOddsDocument: z.ZodType<TraceOddsDocument> = z.strictObject({
  policy: z.string().min(1),
  method: z.enum(["expiry tuples", "Monte Carlo"]),
  obstacle: z.string().nullable(),
  packets: z.int().min(0),
  connections: z.int().min(0),
  expected: z.strictObject({ banned: z.number().min(0), dropped: z.number().min(0) }),
  sources: z.array(
    z.strictObject({
      address: z.string().min(1),
      packets: z.int().min(1),
      connections: z.int().min(0),
      logins: z.int().min(0),
      banned: chances,
      bans: z.number().min(0),
      after: z.number().min(0).nullable(),
      dropped: z.number().min(0),
    }),
  ),
});

/** `test --format json`. */
export const testDocument: z.ZodType<TestReport> = z.strictObject({
  expectations: z.array(
    z.strictObject({
      file: z.string().min(1),
      line: z.int().min(1),
      title: z.string(),
      expectation: z.string().min(1),
      verdict: z.enum(["met", "missed", "undecided"]),
      relation: z.enum([">=", "<="]),
      expected: chance,
      banned: chances,
      method: z.string(),
      faster: chances.nullable(),
      obstacle: z.string().nullable(),
    }),
  ),
});

const device = z.strictObject({
  /** As `--device` named it. */
  name: z.string().min(1),
  system: z.string().min(1),
  identity: z.string(),
  version: z.string(),
  board: z.string(),
});

const family = z.enum(["ipv4", "ipv6"]);

/** `edge.sbn:12` */
const origin = z.string();

/** A problem or a finding of a device. */
export const problemShape: z.ZodType<JsonProblem> = z.strictObject({
  code: z.string().regex(/^SB\d{4}$/u),
  severity: z.enum(["error", "warning"]),
  message: z.string().min(1),
  help: z.string().nullable(),
  origin: origin.nullable(),
});

/** `plan --json`. A finding of severity `error` forbids the push. */
export const planDocument: z.ZodType<JsonPlan> = z.strictObject({
  device,
  policy: z.string().min(1),
  upToDate: z.boolean(),
  changes: z.array(
    z.strictObject({
      phase: z.enum(["before", "cut-over", "after"]),
      action: z.enum(["add", "remove", "switch", "move"]),
      /** Null for both. */
      family: family.nullable(),
      menu: z.string().min(1),
      what: z.string().min(1),
      reason: z.string(),
      origin: origin.nullable(),
      rules: z
        .strictObject({
          added: z.array(z.string()),
          removed: z.array(z.string()),
          kept: z.int().min(0),
        })
        .nullable(),
    }),
  ),
  findings: z.array(problemShape),
});

const entry = z.strictObject({
  list: z.string().min(1),
  family,
  address: z.string().min(1),
  /** Seconds; null for one without a timer. */
  remaining: z.int().min(0).nullable(),
  learnt: z.boolean(),
});

/** `status --json`. */
export const statusDocument: z.ZodType<JsonStatus> = z.strictObject({
  device,
  policy: z.string().min(1),
  inForce: z.boolean(),
  entries: z.array(entry),
  counters: z.array(
    z.strictObject({
      /** Null for both. */
      family: family.nullable(),
      chain: z.string().min(1),
      rule: z.string().min(1),
      origin,
      packets: z.int().min(0),
      bytes: z.int().min(0),
    }),
  ),
  findings: z.array(problemShape),
});

/** `status --address A --json`. */
export const standingDocument: z.ZodType<JsonStanding> = z.strictObject({
  device,
  policy: z.string().min(1),
  inForce: z.boolean(),
  address: z.string().min(1),
  on: z.array(entry),
  notOn: z.array(z.string()),
  /** In the order of the rules; null where the device's rules can't be read so. */
  next: z
    .array(
      z.strictObject({
        kind: z.enum(["add", "drop", "accept"]),
        origin,
        side: z.enum(["source", "destination"]),
        list: z.string().nullable(),
        /** Seconds; null for ever. */
        timeout: z.number().positive().nullable(),
        /** Empty when it happens to every packet. */
        conditions: z.string(),
      }),
    )
    .nullable(),
});

const sarifLocation = z.object({
  physicalLocation: z.strictObject({
    artifactLocation: z.strictObject({ uri: z.string().min(1) }),
    region: z.strictObject({
      startLine: z.int().min(1),
      startColumn: z.int().min(1),
      endLine: z.int().min(1),
      endColumn: z.int().min(1),
    }),
  }),
});

interface SarifLocation {
  readonly physicalLocation: {
    readonly artifactLocation: { readonly uri: string };
    readonly region: Readonly<
      Record<"startLine" | "startColumn" | "endLine" | "endColumn", number>
    >;
  };
}

interface SarifFix {
  readonly artifactChanges: readonly {
    readonly artifactLocation: { readonly uri: string };
    readonly replacements: readonly {
      readonly deletedRegion: object;
      readonly insertedContent: { readonly text: string };
    }[];
  }[];
}

interface SarifDocument {
  readonly $schema: string;
  readonly version: "2.1.0";
  readonly runs: readonly {
    readonly tool: {
      readonly driver: {
        readonly name: "sinbinc";
        readonly version: string;
        readonly rules: readonly {
          readonly id: string;
          readonly shortDescription: { readonly text: string };
        }[];
      };
    };
    readonly columnKind: "utf16CodeUnits";
    readonly results: readonly {
      readonly ruleId: string;
      readonly level: "error" | "warning";
      readonly message: { readonly text: string };
      readonly locations: readonly SarifLocation[];
      readonly relatedLocations?: readonly SarifLocation[] | undefined;
      readonly fixes?: readonly SarifFix[] | undefined;
    }[];
  }[];
}

/** `check --format sarif`: the part of SARIF 2.1.0 that is written. */
export const sarifDocument: z.ZodType<SarifDocument> = z.strictObject({
  $schema: z.url(),
  version: z.literal("2.1.0"),
  runs: z
    .array(
      z.strictObject({
        tool: z.strictObject({
          driver: z.strictObject({
            name: z.literal("sinbinc"),
            version: z.string().min(1),
            rules: z.array(
              z.strictObject({
                id: z.string(),
                shortDescription: z.strictObject({ text: z.string() }),
              }),
            ),
          }),
        }),
        columnKind: z.literal("utf16CodeUnits"),
        results: z.array(
          z.strictObject({
            ruleId: z.string(),
            level: z.enum(["error", "warning"]),
            message: z.strictObject({ text: z.string().min(1) }),
            locations: z.array(sarifLocation).length(1),
            relatedLocations: z.array(sarifLocation).optional(),
            fixes: z
              .array(
                z.strictObject({
                  artifactChanges: z.array(
                    z.strictObject({
                      artifactLocation: z.strictObject({ uri: z.string() }),
                      replacements: z.array(
                        z.strictObject({
                          deletedRegion: z.looseObject({}),
                          insertedContent: z.strictObject({ text: z.string() }),
                        }),
                      ),
                    }),
                  ),
                }),
              )
              .optional(),
          }),
        ),
      }),
    )
    .length(1),
});
