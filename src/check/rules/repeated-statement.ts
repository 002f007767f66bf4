import type { LadderItem, PolicyFile, Statement } from "../../ast/nodes.js";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { report } from "../../diagnostics/report.js";

/** SB2008: `policy` or `family` twice in a file, `rungs` or `bin` twice in a ladder. */
export function* repeatedStatement(policy: PolicyFile): Generator<Diagnostic> {
  const statements = policy.statements.filter(({ kind }) => kind === "policy" || kind === "family");
  yield* repeated(statements, "file");
  for (const statement of policy.statements) {
    if (statement.kind !== "ladder") continue;
    yield* repeated(
      statement.items.filter(({ kind }) => kind === "rungs" || kind === "bin"),
      "ladder",
    );
  }
}

function* repeated(
  nodes: readonly (Statement | LadderItem)[],
  where: string,
): Generator<Diagnostic> {
  const seen = new Map<string, Statement | LadderItem>();
  for (const node of nodes) {
    const earlier = seen.get(node.kind);
    if (earlier === undefined) {
      seen.set(node.kind, node);
      continue;
    }
    const labels = [{ span: earlier.span, text: "said here first" }];
    yield report("SB2008", node.span, { what: `\`${node.kind}\``, where }, { labels });
  }
}
