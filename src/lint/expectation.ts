import type { ExpectStatement } from "../ast/expect-nodes.js";
import type { CheckedPolicy } from "../check/check.js";
import { serviceNamed } from "../check/symbols.js";
import type { Service } from "../net/service.js";

/** What a policy expects of itself, with its service looked up. */
export interface Expectation {
  readonly statement: ExpectStatement;
  readonly service: Service;
}

export function expectationsOf({
  policy,
  symbols,
}: Pick<CheckedPolicy, "policy" | "symbols">): readonly Expectation[] {
  return policy.statements.flatMap((statement) => {
    if (statement.kind !== "expect") return [];
    const { service: reference } = statement;
    const service =
      reference.kind === "term" ? [reference.term] : serviceNamed(symbols, reference.text);
    return service === undefined ? [] : [{ statement, service }];
  });
}
