import type { Rung } from "./ladder-shape.js";
import { type Gate, isObstacle } from "./stranger.js";
import type { Kind } from "./survey.js";

/**
 * The chance that one connection of a kind enters a rung, or the bin, when its source is on the lists that lead there
 * and on nothing else.
 * @returns undefined where it cannot be known from the rules alone
 */
export function entryChance(
  { memory }: Gate,
  { list, from, isBin }: Rung,
  { stranger: { climb } }: Kind,
): number | undefined {
  if (isObstacle(climb)) return undefined;
  let mask = 0;
  for (const [slot, { list: other }] of memory.slots.entries()) {
    if (from.includes(other)) mask |= 1 << slot;
  }
  const slot = memory.slots.findIndex((each) => each.list === list);
  return climb
    .outcomes(mask)
    .filter(({ timers, banned }) => (isBin ? banned !== undefined : timers[slot] !== undefined))
    .reduce((sum, { chance }) => sum + chance, 0);
}
