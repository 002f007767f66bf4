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
import { nextOf, type Owned, type OwnGeneration, type OwnJump } from "./ownership.js";
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
  /** What an earlier move to another place has left half done; settling it changes nothing that packets meet. */
  readonly settle: readonly Settling[];
  /** Jumps to add, disabled. */
  readonly enter: readonly Entrance[];
  /** Bypasses to add, disabled, one for each switch that moves. */
  readonly bypass: readonly NewBypass[];
  readonly switches: readonly Switch[];
  /** Rows that no packet will meet any more. */
  readonly collect: readonly Row[];
  /** What the jumps lead to now, where it is one generation. */
  readonly live: OwnGeneration | undefined;
}

export type Settling =
  | { readonly kind: "remove"; readonly row: Row }
  /** The jump at the new place is the jump now. */
  | { readonly kind: "rename"; readonly row: Row; readonly comment: string };

export interface NewBypass {
  /** What the jump leads to that is to be without effect. */
  readonly chain: string;
  readonly comment: string;
}

/** The one `set` by which packets come to meet other rules. */
export interface Switch {
  /** Of the row that is switched. */
  readonly comment: string;
  readonly point: string;
  /** Through which packets come until then; undefined until it has been added. */
  readonly jump: OwnJump | undefined;
  /** What it leads to afterwards; undefined when it leads nowhere. */
  readonly target: string | undefined;
  readonly entrance: Entrance | undefined;
  /** It stands where it does not belong: another one takes its place, and it is bypassed. */
  readonly moves: boolean;
}

export function planTable(
  family: Family,
  table: Table,
  rows: readonly Row[],
  owned: Owned,
  wanted: Generation | undefined,
): TablePlan {
  const entries = (wanted?.entrances ?? []).map((entrance) => {
    const jump = jumpThrough(owned, entrance.comment);
    const moves = jump !== undefined && !isInPlace(rows, entrance.point, entrance.place, jump.id);
    return { entrance, jump, moves };
  });
  // A jump that is bypassed and the one that takes its place cannot lead to the same chains.
  const isMoving = entries.some(({ moves }) => moves);
  const standing = wanted && standingGeneration(wanted, owned, isMoving);
  const generation =
    wanted === undefined ? undefined : (standing ?? freeGeneration(wanted.hash, takenIn(rows)));
  const switches: Switch[] = [];
  const enter: Entrance[] = [];
  const bypass: NewBypass[] = [];
  for (const { entrance, jump, moves } of entries) {
    const { point } = entrance;
    const target = spellChain({ base: entrance.base, generation: generation ?? "" });
    if (jump?.target === target && !jump.disabled && !moves) continue;
    const comment = moves ? nextOf(entrance.comment) : entrance.comment;
    if (jump === undefined || moves) enter.push({ ...entrance, comment });
    if (jump !== undefined && moves) bypass.push({ chain: jump.target, comment });
    switches.push({ comment, point, jump, target, entrance, moves });
  }
  const kept = new Set(entries.flatMap(({ entrance: { comment } }) => [comment, nextOf(comment)]));
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
    // One in a generation that is wanted is settled before.
    ...owned.bypasses.filter(({ disabled }) => !disabled).map(({ row }) => row),
  ];
  return {
    family,
    table,
    wanted,
    generation,
    build:
      wanted === undefined || standing !== undefined ? [] : rowsToAdd(wanted, generation ?? ""),
    settle: settlings(
      owned,
      entries.map(({ entrance }) => entrance.comment),
    ),
    enter,
    bypass,
    switches,
    collect,
    live: liveGeneration(owned),
  };
}

/** The jump that packets come through at an entrance. */
function jumpThrough({ jumps }: Owned, comment: string): OwnJump | undefined {
  const next = jumps.find((jump) => jump.comment === nextOf(comment));
  return next?.disabled === false ? next : jumps.find((jump) => jump.comment === comment);
}

/**
 * What is left of a move: before its cut-over the jump that was to come, after it the one that has left. What is
 * removed is switched off or bypassed.
 */
function settlings({ jumps, bypasses }: Owned, comments: readonly string[]): readonly Settling[] {
  const jumpOf = (comment: string): OwnJump | undefined =>
    jumps.find((jump) => jump.comment === comment);
  return [
    ...comments.flatMap((comment): readonly Settling[] => {
      const [jump, next] = [jumpOf(comment), jumpOf(nextOf(comment))];
      if (next === undefined) return [];
      if (next.disabled) return [{ kind: "remove", row: next.row }];
      const left: readonly Settling[] =
        jump === undefined ? [] : [{ kind: "remove", row: jump.row }];
      return [...left, { kind: "rename", row: next.row, comment }];
    }),
    ...bypasses
      .filter(({ disabled }) => disabled)
      .map(({ row }): Settling => ({ kind: "remove", row })),
  ];
}

/**
 * A generation that stands whole; one that was edited or is half built is never gone on with.
 * @param isOther packets must not be meeting it already
 */
function standingGeneration(
  wanted: Generation,
  owned: Owned,
  isOther: boolean,
): string | undefined {
  const text = contentText(contentsOf(wanted));
  const live = new Set(owned.jumps.map(({ target }) => parseChain(target)?.generation));
  const whole = [...owned.generations.values()].filter(
    ({ name, intact, chains }) =>
      intact && contentText(chains) === text && !(isOther && live.has(name)),
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
