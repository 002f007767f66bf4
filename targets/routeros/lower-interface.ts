import type { Interface, InterfaceMatcher, InterfaceSpelling } from "../../src/ir/ruleset.js";
import type { Conditions } from "./model.js";
import { anyOf, everything, noneOf, oneOf, only, type Selection } from "./selection.js";

/** What the policy says the interface is called on RouterOS; undefined when it says nothing. */
export function routerosSpelling(named: Interface): InterfaceSpelling | undefined {
  return named.spellings.find(({ target }) => target === "routeros");
}

/**
 * One rule tests one interface or one interface list. An interface is on one side of a packet only, but it may
 * be a member of several lists.
 */
export function selectInterface(matcher: InterfaceMatcher): Selection {
  const spelling = routerosSpelling(matcher.interface);
  // Without a spelling the policy has been refused before.
  if (spelling === undefined) return everything;
  const property = `${matcher.direction}-interface${spelling.ofLists ? "-list" : ""}` as const;
  const names = [...new Set(spelling.names)];
  const each = names.map((name): Conditions => ({ [property]: name }));
  const [name, ...more] = names;
  if (matcher.negated) {
    return name !== undefined && more.length === 0
      ? only({ [property]: `!${name}` })
      : noneOf(each);
  }
  return spelling.ofLists ? anyOf(each) : oneOf(each);
}
