import type { HookPoint, InterfaceCondition, PolicyFile } from "../../ast/nodes.js";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { report } from "../../diagnostics/report.js";

/** SB2014: `out` at input or `in` at output, where no packet has such an interface. */
export function* interfaceDirection(policy: PolicyFile): Generator<Diagnostic> {
  for (const statement of policy.statements) {
    if (statement.kind !== "chain" && statement.kind !== "ladder") continue;
    const { hook } = statement;
    if (hook === undefined) continue;
    yield* wrong(hook.point, hook.interfaces);
    if (statement.kind !== "chain") continue;
    for (const rule of statement.rules) {
      const conditions = rule.conditions.filter((condition) => condition.kind === "interface");
      yield* wrong(hook.point, conditions);
    }
  }
}

const absentAt: Record<HookPoint, "in" | "out" | undefined> = {
  prerouting: "out",
  input: "out",
  forward: undefined,
  output: "in",
};

function* wrong(hook: HookPoint, conditions: readonly InterfaceCondition[]): Generator<Diagnostic> {
  const absent = absentAt[hook];
  for (const { direction, span } of conditions) {
    if (direction === absent) yield report("SB2014", span, { direction, hook });
  }
}
