import type { Chain, HookPoint, Place } from "../../src/ir/ruleset.js";

/** Chains that enter one built-in chain at one place. */
export function placeKey(point: HookPoint, place: Place): string {
  return place.kind === "after" ? `${point} after ${place.comment}` : `${point} ${place.kind}`;
}

/** The order in which a packet comes by the places of a built-in chain. */
const ranks: Readonly<Record<Place["kind"], number>> = { first: 0, after: 1, last: 2 };

function byPlace(a: Place, b: Place): number {
  return ranks[a.kind] - ranks[b.kind];
}

/** The first chain hooked at the same point before this one whose place comes after this one's. */
export function overtaken(chain: Chain, chains: readonly Chain[]): Chain | undefined {
  const { hook } = chain;
  if (hook === undefined) return undefined;
  return chains
    .slice(0, chains.indexOf(chain))
    .find(
      (earlier) =>
        earlier.hook?.point === hook.point && byPlace(earlier.hook.place, hook.place) > 0,
    );
}
