import type { PolicyFile } from "../ast/nodes.js";
import { type Diagnostic, hasErrors } from "../diagnostics/diagnostic.js";
import { actionOrder } from "./rules/action-order.js";
import { coveredEntry } from "./rules/covered-entry.js";
import { familyMismatch } from "./rules/family-mismatch.js";
import { impossibleCondition } from "./rules/impossible-condition.js";
import { interfaceDirection } from "./rules/interface-direction.js";
import { jitterBound } from "./rules/jitter-bound.js";
import { jumpTarget } from "./rules/jump-target.js";
import { ladderShape } from "./rules/ladder-shape.js";
import { missingTimeout } from "./rules/missing-timeout.js";
import { repeatedCondition } from "./rules/repeated-condition.js";
import { repeatedStatement } from "./rules/repeated-statement.js";
import { serviceCircle } from "./rules/service-circle.js";
import { tcpOnly } from "./rules/tcp-only.js";
import { unhookedClause } from "./rules/unhooked-clause.js";
import { keyLength } from "./rules/key-length.js";
import { unknownTarget } from "./rules/unknown-target.js";
import { unknownName } from "./rules/unknown-name.js";
import { unusedDeclaration } from "./rules/unused-declaration.js";
import { collectSymbols, type Symbols } from "./symbols.js";

/** One thing to look for: all that it finds, in source order. */
export type CheckRule = (policy: PolicyFile, symbols: Symbols) => Iterable<Diagnostic>;

const errorRules: readonly CheckRule[] = [
  repeatedStatement,
  unknownName,
  unknownTarget,
  serviceCircle,
  jumpTarget,
  missingTimeout,
  repeatedCondition,
  actionOrder,
  familyMismatch,
  interfaceDirection,
  impossibleCondition,
  ladderShape,
  unhookedClause,
  tcpOnly,
  keyLength,
  jitterBound,
];

/** Told only when nothing is wrong: a mistyped name would make another one look unused. */
const adviceRules: readonly CheckRule[] = [coveredEntry, unusedDeclaration];

export interface CheckedPolicy {
  readonly policy: PolicyFile;
  readonly symbols: Symbols;
  readonly diagnostics: readonly Diagnostic[];
}

/** Names and types: everything that can be said about a policy without knowing the target. */
export function checkPolicy(policy: PolicyFile, mayAdvise: boolean): CheckedPolicy {
  const { symbols, diagnostics: duplicates } = collectSymbols(policy);
  const errors = errorRules.flatMap((rule) => [...rule(policy, symbols)]);
  const found = [...duplicates, ...errors];
  const advice =
    mayAdvise && !hasErrors(found) ? adviceRules.flatMap((rule) => [...rule(policy, symbols)]) : [];
  return { policy, symbols, diagnostics: [...found, ...advice] };
}
