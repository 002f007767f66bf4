import type { Chain, InterfaceMatcher, Rule } from "../../src/ir/ruleset.js";
import { routerosSpelling } from "./lower-interface.js";

/**
 * Whether a hooked chain's rules stand in the built-in chain itself: it is named like it, or it only leads
 * elsewhere. A `return` there would skip the router's own rules, and a rule cannot test two interfaces of one
 * direction, so a chain with either is entered by a jump.
 */
export function isInlined(chain: Chain): boolean {
  const { hook, rules } = chain;
  if (hook === undefined) return false;
  const isThin =
    chain.name === hook.point ||
    rules.every(({ actions }) => actions.every(({ kind }) => kind === "jump"));
  const returns = rules.some(({ actions }) => actions.some(({ kind }) => kind === "return"));
  return isThin && !returns && hook.interfaces.every((narrowing) => fitsInAll(narrowing, rules));
}

function fitsInAll(narrowing: InterfaceMatcher, rules: readonly Rule[]): boolean {
  if ((routerosSpelling(narrowing.interface)?.names.length ?? 1) > 1) return false;
  return !rules.some(({ matchers }) =>
    matchers.some(
      (matcher) => matcher.kind === "interface" && matcher.direction === narrowing.direction,
    ),
  );
}
