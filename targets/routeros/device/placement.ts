import type { HookPoint, Place } from "../../../src/ir/ruleset.js";
import { isSet } from "./content.js";
import type { Row } from "./session.js";

/** Where a jump belongs in a built-in chain: before the row of this id, or at the end. */
export type Spot =
  | { readonly kind: "before"; readonly id: string }
  | { readonly kind: "end" }
  /** There is no rule with the comment that it shall follow. */
  | { readonly kind: "nowhere" };

/**
 * The spot among the rows as they stand. Rows of RouterOS's own let nothing in front of them, so the first place is
 * before the first row that is not dynamic.
 * @param own the id of the jump itself, if it is there
 */
export function spotFor(rows: readonly Row[], point: HookPoint, place: Place, own?: string): Spot {
  const chain = staticRows(rows, point).filter((row) => row[".id"] !== own);
  switch (place.kind) {
    case "first":
      return before(chain[0]);
    case "last":
      return { kind: "end" };
    case "after": {
      const index = chain.findIndex(({ comment }) => comment === place.comment);
      return index < 0 ? { kind: "nowhere" } : before(chain[index + 1]);
    }
  }
}

/** Whether a jump stands where it belongs; jumps of other policies of ours may stand between. */
export function isInPlace(
  rows: readonly Row[],
  point: HookPoint,
  place: Place,
  own: string,
): boolean {
  const chain = staticRows(rows, point);
  const index = chain.findIndex((row) => row[".id"] === own);
  const others = (part: readonly Row[]): readonly Row[] => part.filter((row) => !isOfSinbin(row));
  switch (place.kind) {
    case "first":
      return others(chain.slice(0, index)).length === 0;
    case "last":
      return others(chain.slice(index + 1)).length === 0;
    case "after": {
      const anchor = chain.findIndex(({ comment }) => comment === place.comment);
      return anchor >= 0 && anchor < index && others(chain.slice(anchor + 1, index)).length === 0;
    }
  }
}

function staticRows(rows: readonly Row[], chain: string): readonly Row[] {
  return rows.filter((row) => row["chain"] === chain && !isSet(row, "dynamic"));
}

function isOfSinbin({ comment = "" }: Row): boolean {
  return comment.startsWith("sinbin:");
}

function before(row: Row | undefined): Spot {
  const id = row?.[".id"];
  return id === undefined ? { kind: "end" } : { kind: "before", id };
}
