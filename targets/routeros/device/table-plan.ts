import type { Family } from "../../../src/net/family.js";
import type { Table } from "../model.js";
import { spellChain, parseChain, freeGeneration } from "./generation-name.js";
import {
  contentsOf,
  contentText,
  type Entrance,
  type Generation,
  rowsToAdd,
} from "./generation.js";
import type { Owned, OwnGeneration, OwnJump } from "./ownership.js";
import { isInPlace } from "./placement.js";
import type { Attributes, Row } from "./session.js";

/** What one table needs to get from where it is to a policy. */
export interface TablePlan {
  readonly family: Family;
  readonly table: Table;
  readonly wanted: Generation | undefined;
  /** The name that the wanted generation has, or gets. */
  readonly generation: string | undefined;
  /** Rows to add, inert; empty where the generation stands already. */
  readonly build: readonly Attributes[];
  /** Jumps to add, disabled. */
  readonly enter: readonly Entrance[];
  readonly switches: readonly Switch[];
  /** Rows that no packet will meet any more. */
  readonly collect: readonly Row[];
  /** What the jumps lead to now, where it is one generation. */
  readonly live: OwnGeneration | undefined;
}

/** The one `set` of a jump, by which packets come to meet other rules. */
export interface Switch {
  readonly comment: string;
  readonly point: string;
  /** Undefined until it has been added. */
  readonly jump: OwnJump | undefined;
  /** What it leads to afterwards; undefined when it leads nowhere. */
  readonly target: string | undefined;
  readonly entrance: Entrance | undefined;
  /** It stands where it does not belong. */
  readonly moves: boolean;
}

export function planTable(
  family: Family,
  table: Table,
  rows: readonly Row[],
  owned: Owned,
  wanted: Generation | undefined,
): TablePlan {
  const standing = wanted && standingGeneration(wanted, owned);
  const generation =
    wanted === undefined ? undefined : (standing ?? freeGeneration(wanted.hash, takenIn(rows)));
  const switches: Switch[] = [];
  const enter: Entrance[] = [];
  for (const entrance of wanted?.entrances ?? []) {
    const target = spellChain({ base: entrance.base, generation: generation ?? "" });
    const jump = owned.jumps.find(({ comment }) => comment === entrance.comment);
    const moves = jump !== undefined && !isInPlace(rows, entrance.point, entrance.place, jump.id);
    if (jump === undefined) enter.push(entrance);
    if (jump?.target === target && !jump.disabled && !moves) continue;
    switches.push({
      comment: entrance.comment,
      point: entrance.point,
      jump,
      target,
      entrance,
      moves,
    });
  }
  const kept = new Set((wanted?.entrances ?? []).map(({ comment }) => comment));
  const leaving = owned.jumps.filter(({ comment }) => !kept.has(comment));
  for (const jump of leaving) {
    if (jump.disabled) continue;
    const { comment, point } = jump;
    switches.push({ comment, point, jump, target: undefined, entrance: undefined, moves: false });
  }
  const collect = [
    ...leaving.map(({ row }) => row),
    ...[...owned.generations.values()]
      .filter(({ name }) => name !== generation)
      .flatMap((old) => old.rows),
  ];
  return {
    family,
    table,
    wanted,
    generation,
    build:
      wanted === undefined || standing !== undefined ? [] : rowsToAdd(wanted, generation ?? ""),
    enter,
    switches,
    collect,
    live: liveGeneration(owned),
  };
}

/** A generation that stands whole; one that was edited or is half built is never gone on with. */
function standingGeneration(wanted: Generation, owned: Owned): string | undefined {
  const text = contentText(contentsOf(wanted));
  const live = new Set(owned.jumps.map(({ target }) => parseChain(target)?.generation));
  const whole = [...owned.generations.values()].filter(
    ({ intact, chains }) => intact && contentText(chains) === text,
  );
  return (whole.find(({ name }) => live.has(name)) ?? whole[0])?.name;
}

/** Names that are taken by rows of anybody. */
function takenIn(rows: readonly Row[]): ReadonlySet<string> {
  const names = rows.flatMap((row) =>
    [row["chain"], row["jump-target"]].map((chain) => parseChain(chain ?? "")?.generation ?? ""),
  );
  return new Set(names);
}

function liveGeneration({ jumps, generations }: Owned): OwnGeneration | undefined {
  const names = new Set(
    jumps.filter(({ disabled }) => !disabled).map(({ target }) => parseChain(target)?.generation),
  );
  const [only] = names;
  return names.size === 1 && only !== undefined ? generations.get(only) : undefined;
}
