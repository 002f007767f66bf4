import type { JumpAction, LadderStatement, ChainStatement, PolicyFile } from "../../ast/nodes.js";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { report } from "../../diagnostics/report.js";
import { circlesOf, type Step } from "../circles.js";
import type { Symbols } from "../symbols.js";

/** SB2003: a jump to a hooked chain. SB2004: jumps that go round in a circle. */
export function* jumpTarget(policy: PolicyFile, symbols: Symbols): Generator<Diagnostic> {
  for (const statement of policy.statements) {
    if (statement.kind !== "chain" && statement.kind !== "ladder") continue;
    for (const jump of jumpsOf(statement)) {
      const target = symbols.chains.get(jump.chain.text);
      if (target?.hook === undefined) continue;
      yield report(
        "SB2003",
        jump.chain.span,
        { name: jump.chain.text },
        { labels: [{ span: target.hook.span, text: "hooked here" }] },
      );
    }
  }
  yield* loops(symbols);
}

function jumpsOf(statement: ChainStatement | LadderStatement): readonly JumpAction[] {
  if (statement.kind === "chain") {
    return statement.rules
      .flatMap((rule) => rule.actions)
      .filter((action) => action.kind === "jump");
  }
  return statement.items.flatMap((item) =>
    item.kind === "bin" && item.action?.kind === "jump" ? [item.action] : [],
  );
}

function* loops(symbols: Symbols): Generator<Diagnostic> {
  const jumpsFrom = (name: string): readonly (Step & { readonly jump: JumpAction })[] => {
    const chain = symbols.chains.get(name);
    return chain === undefined ? [] : jumpsOf(chain).map((jump) => ({ jump, to: jump.chain.text }));
  };
  for (const circle of circlesOf(symbols.chains.keys(), jumpsFrom)) {
    const closing = circle.at(-1);
    if (closing === undefined) continue;
    const labels = circle
      .slice(0, -1)
      .map(({ jump, to }) => ({ span: jump.span, text: `goes on to ${to}` }));
    const path = [closing, ...circle].map(({ to }) => to).join(" → ");
    yield report("SB2004", closing.jump.span, { path }, { labels });
  }
}
