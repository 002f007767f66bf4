import type { Hook as HookNode, InterfaceCondition, InterfaceStatement } from "../ast/nodes.js";
import type { LowerContext } from "./lower-context.js";
import type { Hook, InterfaceMatcher } from "./ruleset.js";

export function lowerHook(context: LowerContext, hook: HookNode): Hook {
  return {
    point: hook.point,
    interfaces: hook.interfaces.map((condition) => lowerInterface(context, condition)),
  };
}

/** The condition on an interface with its spellings; the check has seen to it that it is declared. */
export function lowerInterface(
  context: LowerContext,
  { direction, negated, name }: InterfaceCondition,
): InterfaceMatcher {
  const declared = context.symbols.interfaces.get(name.text);
  return {
    kind: "interface",
    direction,
    negated,
    interface: {
      name: name.text,
      spellings: declared === undefined ? [] : spellingsOf(declared),
      origin: name.span,
    },
  };
}

function spellingsOf(statement: InterfaceStatement): InterfaceMatcher["interface"]["spellings"] {
  return statement.spellings.map(({ target, ofLists, names, span }) => ({
    target: target.text,
    ofLists,
    names: names.map((name) => name.text),
    origin: span,
  }));
}
