import type { NftProgram } from "../model.js";
import { listSetName } from "../parse/sets.js";
import type { Contents } from "./contents.js";
import type { Member } from "./elements.js";
import type { LiveSet, LiveTable } from "./live-table.js";

/** What becomes of a set in the kernel that is not as the program declares it. */
export interface Move {
  readonly from: LiveSet;
  /** The set that takes its members over, which may have its name; undefined when nobody can be taken over. */
  readonly to: string | undefined;
  readonly members: readonly Member[];
  /** Members for whom there is no room, those who would have stayed for the shortest time. */
  readonly left: number;
}

/**
 * nft would refuse another type or other flags for a set that is there, and keep an old size or timeout in silence. So
 * such a set is made anew, or has another name (`max`), and whoever was in it moves. Another `per` means that entries
 * stand for something else: nobody moves. The `sinbin` command of hosts does the same (`host/helper/70-loading.sh`).
 */
export function movesOf(live: LiveTable, wanted: Contents, program: NftProgram): readonly Move[] {
  const present = new Map(live.sets.map((set) => [set.name, set]));
  const room = new Map<string, number>();
  return live.sets.flatMap((from): readonly Move[] => {
    const same = wanted.sets.get(from.name);
    if (same?.shape === from.shape) return [];
    const to = heirOf(from, program);
    if (to === undefined) return same === undefined ? [] : [{ from, to, members: [], left: 0 }];
    const heir = to === from.name ? undefined : present.get(to);
    const there = new Set(heir?.members.map(({ key }) => key));
    const moving = from.members
      .filter(({ key }) => !there.has(key))
      .toSorted((a, b) => (b.expires ?? Infinity) - (a.expires ?? Infinity) || 0);
    const size = Number(wanted.sets.get(to)?.shape.split(" ")[2]);
    const free = room.get(to) ?? size - there.size;
    const members = moving.slice(0, Math.max(0, free));
    room.set(to, free - members.length);
    return [{ from, to, members, left: moving.length - members.length }];
  });
}

/** The set that holds the learnt members of the same list, family and `per`. */
function heirOf({ name, shape }: LiveSet, { sets }: NftProgram): string | undefined {
  const own = listSetName(name);
  if (own === undefined || own.isFixed) return undefined;
  const type = shape.split(" ")[0];
  const heirs = sets.filter((set) => {
    const its = listSetName(set.name);
    return (
      !("members" in set) &&
      its?.spelled === own.spelled &&
      its.family === own.family &&
      set.per === own.per &&
      `${set.family}_addr` === type
    );
  });
  const kind = own.letter === "p" ? "kept" : "dynamic";
  return (heirs.find((set) => set.kind === kind) ?? heirs.find((set) => set.kind === "dynamic"))
    ?.name;
}
