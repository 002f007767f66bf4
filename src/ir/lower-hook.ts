import type {
  Hook as HookNode,
  InterfaceCondition,
  InterfaceStatement,
  Place as PlaceNode,
} from "../ast/nodes.js";
import type { LowerContext } from "./lower-context.js";
import type { Hook, InterfaceMatcher, Place } from "./ruleset.js";

export function lowerHook(
  context: LowerContext,
  hook: HookNode,
  place: PlaceNode | undefined,
): Hook {
  return {
    point: hook.point,
    place: lowerPlace(place),
    interfaces: hook.interfaces.map((condition) => lowerInterface(context, condition)),
  };
}

function lowerPlace(place: PlaceNode | undefined): Place {
  if (place === undefined || place.kind === "first") return { kind: "first" };
  if (place.kind === "last") return { kind: "last" };
  return { kind: "after", comment: place.comment.text, origin: place.comment.span };
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
