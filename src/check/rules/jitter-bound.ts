import type { PolicyFile } from "../../ast/nodes.js";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { report } from "../../diagnostics/report.js";
import { formatDuration } from "../../net/duration.js";

/** SB2029: an expectation whose connections would come before those they follow. */
export function* jitterBound(policy: PolicyFile): Generator<Diagnostic> {
  for (const statement of policy.statements) {
    if (statement.kind !== "expect" || statement.schedule.kind !== "every") continue;
    const { period, jitter } = statement.schedule;
    if (jitter === undefined || jitter.milliseconds <= period.milliseconds) continue;
    yield report("SB2029", statement.span, {
      period: formatDuration(period),
      jitter: formatDuration(jitter),
    });
  }
}
