import type { FilterRule, RouterosProgram } from "../model.js";

/** What being in a list does to a packet: lets it in, keeps it out, or either, in different rules. */
export type ListUse = "lets-in" | "keeps-out" | "both";

/**
 * How a policy uses each of its lists. A rule that ends a packet's way well for it lets in, and so does one that
 * passes it by for members (`!trusted`); any other keeps out, an `add` too, since a ladder starts with it.
 */
export function listUses({ families }: RouterosProgram): ReadonlyMap<string, ListUse> {
  const uses = new Map<string, ListUse>();
  const note = (list: string, use: ListUse): void => {
    const known = uses.get(list);
    uses.set(list, known === undefined || known === use ? use : "both");
  };
  for (const { tables } of families) {
    for (const { hooks, chains } of tables) {
      for (const rule of [...hooks, ...chains].flatMap(({ rules }) => rules)) {
        for (const side of ["src-address-list", "dst-address-list"] as const) {
          const value = rule.conditions[side];
          if (value === undefined) continue;
          const isNegated = value.startsWith("!");
          note(
            isNegated ? value.slice(1) : value,
            letsIn(rule) !== isNegated ? "lets-in" : "keeps-out",
          );
        }
      }
    }
  }
  return uses;
}

function letsIn({ action }: FilterRule): boolean {
  switch (action.kind) {
    case "accept":
    case "return":
      return true;
    case "drop":
    case "tarpit":
    case "reject":
    case "jump":
    case "add":
    case "passthrough":
    case "log":
      return false;
  }
}
