import type { Family } from "../../../src/net/family.js";
import { menuPath, type Table } from "../model.js";
import { isSet } from "./content.js";
import type { Row, Session, Trouble } from "./session.js";
import type { TablePlan } from "./table-plan.js";

/** One jump that a push switches, before and after. */
export interface JumpSwitch {
  readonly family: Family;
  readonly table: Table;
  readonly point: string;
  readonly comment: string;
  /** What it leads to; undefined for nowhere. */
  readonly before: string | undefined;
  readonly after: string | undefined;
  /** It is one that takes another's place: with it the bypass of the other is switched, by their comment. */
  readonly moves: boolean;
}

/** All of a plan in the order of the cut-over: IPv4 and IPv6 each whole, what only lets in before what keeps out. */
export function switchesOf(tables: readonly TablePlan[]): readonly JumpSwitch[] {
  return tables
    .flatMap((plan) =>
      plan.switches.map(({ point, comment, jump, target, moves }) => ({
        family: plan.family,
        table: plan.table,
        point,
        comment,
        before: jump === undefined || jump.disabled || moves ? undefined : jump.target,
        after: target,
        moves,
        keepsOut: target !== undefined && keepsOut(plan),
      })),
    )
    .toSorted((a, b) => rank(a) - rank(b))
    .map(({ keepsOut: _, ...rest }) => rest);
}

function rank({
  family,
  keepsOut,
}: {
  readonly family: Family;
  readonly keepsOut: boolean;
}): number {
  return (family === "ipv4" ? 0 : 2) + (keepsOut ? 1 : 0);
}

const ending: ReadonlySet<string | undefined> = new Set(["drop", "reject", "tarpit"]);

function keepsOut({ wanted }: TablePlan): boolean {
  return (wanted?.chains ?? []).some(({ rules }) =>
    rules.some(({ properties }) => ending.has(properties["action"])),
  );
}

/** Where jumps lead now, by their comment; one that is there twice, or switched by half, is `?`. */
export type Leads = ReadonlyMap<string, string | undefined>;

export type LeadsRead =
  | { readonly ok: true; readonly leads: Leads; readonly ids: ReadonlyMap<string, string> }
  | { readonly ok: false; readonly trouble: Trouble };

/** Reads where jumps lead. Ids may have changed since, so they are found by comment. */
export async function readLeads(
  session: Session,
  jumps: readonly Pick<JumpSwitch, "family" | "table" | "point" | "comment" | "moves">[],
): Promise<LeadsRead> {
  const leads = new Map<string, string | undefined>();
  const ids = new Map<string, string>();
  const replies = await Promise.all(
    jumps.map(({ family, table, point, comment, moves }) =>
      session.run({
        path: `${menuPath(family, table)}/print`,
        queries: [...(moves ? [] : [`chain=${point}`]), `comment=${comment}`],
      }),
    ),
  );
  for (const [index, reply] of replies.entries()) {
    if (!reply.ok) return reply;
    const jump = jumps[index];
    if (jump === undefined) continue;
    const key = jumpKey(jump);
    const lead = leadOf(reply.rows, jump.moves);
    leads.set(key, lead);
    const isClear = lead !== "?" || jump.moves;
    if (reply.rows.length > 0 && isClear) {
      ids.set(key, reply.rows.map((row) => row[".id"] ?? "").join(","));
    }
  }
  return { ok: true, leads, ids };
}

/** A jump's row; with `moves` that of the jump and that of the bypass, which count when both are on or both are off. */
function leadOf(rows: readonly Row[], moves: boolean): string | undefined {
  const on = rows.filter((row) => !isSet(row, "disabled"));
  const jumps = rows.filter((row) => row["action"] === "jump");
  if (jumps.length > 1 || rows.length > (moves ? 2 : 1)) return "?";
  if (on.length === 0) return undefined;
  return on.length === rows.length ? jumps[0]?.["jump-target"] : "?";
}

export function jumpKey({
  family,
  table,
  comment,
}: Pick<JumpSwitch, "family" | "table" | "comment">): string {
  return `${family} ${table} ${comment}`;
}

/** Whether all jumps lead where they did before, or where they are to lead. */
export function areAt(
  jumps: readonly JumpSwitch[],
  leads: Leads,
  side: "before" | "after",
): boolean {
  return jumps.every((jump) => leads.get(jumpKey(jump)) === jump[side]);
}
