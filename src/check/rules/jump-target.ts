import type { JumpAction, LadderStatement, ChainStatement, PolicyFile } from "../../ast/nodes.js";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { report } from "../../diagnostics/report.js";
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

interface Step {
  readonly name: string;
  /** Those not yet followed. */
  readonly jumps: JumpAction[];
  /** The one being followed. */
  taken: JumpAction | undefined;
}

/** Depth first without recursion, so that a long row of chains cannot exhaust the stack. */
function* loops(symbols: Symbols): Generator<Diagnostic> {
  const finished = new Set<string>();
  for (const start of symbols.chains.keys()) {
    const path: Step[] = [];
    const onPath = new Set<string>();
    const enter = (name: string): void => {
      const chain = symbols.chains.get(name);
      path.push({ name, jumps: chain === undefined ? [] : [...jumpsOf(chain)], taken: undefined });
      onPath.add(name);
    };
    if (!finished.has(start)) enter(start);
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const jump = top.jumps.shift();
      top.taken = jump;
      if (jump === undefined) {
        path.pop();
        onPath.delete(top.name);
        finished.add(top.name);
      } else if (onPath.has(jump.chain.text)) {
        const circle = path.slice(path.findIndex(({ name }) => name === jump.chain.text));
        const names = [...circle.map(({ name }) => name), jump.chain.text];
        const labels = circle
          .slice(0, -1)
          .flatMap(({ taken }) =>
            taken === undefined
              ? []
              : [{ span: taken.span, text: `goes on to ${taken.chain.text}` }],
          );
        yield report("SB2004", jump.span, { path: names.join(" → ") }, { labels });
      } else if (!finished.has(jump.chain.text)) {
        enter(jump.chain.text);
      }
    }
  }
}
