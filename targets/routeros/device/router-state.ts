import { bothFamilies, type Family } from "../../../src/net/family.js";
import { menuPath, type Table } from "../model.js";
import type { Command, Reply, Row, Session, Trouble } from "./session.js";

/** What was read of a router: everything that a plan depends on, and nothing that grows with the bans. */
export interface RouterState {
  readonly families: readonly FamilyState[];
  /** Our timers and claims. */
  readonly schedulers: readonly Row[];
}

export interface FamilyState {
  readonly family: Family;
  /** Rules of all owners, built-in ones too, in their order. */
  readonly rules: Readonly<Record<Table, readonly Row[]>>;
  /** Entries without a timer that are ours or stand in a list of ours. */
  readonly entries: readonly Row[];
}

export interface StateQuery {
  readonly owner: string;
  /** Lists of the policy, as the router spells them; `all` reads the entries of every list, to find an import's. */
  readonly lists: readonly string[] | "all";
}

export type StateRead =
  | { readonly ok: true; readonly state: RouterState }
  | { readonly ok: false; readonly trouble: Trouble };

/** Reads it in a number of commands that does not depend on what is there. */
export async function readState(session: Session, query: StateQuery): Promise<StateRead> {
  const [families, schedulers] = await Promise.all([
    Promise.all(bothFamilies.map((family) => readFamily(session, family, query))),
    session.run(schedulersOf(query.owner)),
  ]);
  if (!schedulers.ok) return schedulers;
  const read: FamilyState[] = [];
  for (const family of families) {
    if (!family.ok) return family;
    if (family.value !== undefined) read.push(family.value);
  }
  return { ok: true, state: { families: read, schedulers: schedulers.rows } };
}

type FamilyRead =
  | { readonly ok: true; readonly value: FamilyState | undefined }
  | { readonly ok: false; readonly trouble: Trouble };

async function readFamily(
  session: Session,
  family: Family,
  query: StateQuery,
): Promise<FamilyRead> {
  const [filter, raw, entries] = await Promise.all([
    readRules(session, family, "filter"),
    readRules(session, family, "raw"),
    session.run(entriesOf(family, query)),
  ]);
  for (const reply of [filter, raw, entries]) {
    if (reply.ok) continue;
    // RouterOS 6 has its IPv6 menus in a package that may be missing.
    if (family === "ipv6" && isMissingMenu(reply)) return { ok: true, value: undefined };
    return reply;
  }
  return {
    ok: true,
    value: {
      family,
      rules: { filter: rowsOf(filter), raw: rowsOf(raw) },
      entries: rowsOf(entries),
    },
  };
}

/** All properties, not only those that we set: a rule of ours that somebody has narrowed is to be seen. */
export function readRules(session: Session, family: Family, table: Table): Promise<Reply> {
  return session.run({ path: `${menuPath(family, table)}/print` });
}

function rowsOf(reply: Reply): readonly Row[] {
  return reply.ok ? reply.rows : [];
}

/** The comment of each entry that a push adds; always the same, so that a line more above changes no entry. */
export function entryComment(owner: string): string {
  return `${owner} list`;
}

/** Only entries without a timer: how many were learnt does not matter. RouterOS manual, "API", "Queries". */
function entriesOf(family: Family, { owner, lists }: StateQuery): Command {
  const named = lists === "all" ? [] : lists.flatMap((list) => [`list=${list}`, "#|"]);
  const ours = lists === "all" ? [] : [`comment=${entryComment(owner)}`, ...named];
  return {
    path: `${menuPath(family, "address-list")}/print`,
    proplist: [".id", "list", "address", "comment", "disabled"],
    queries: [...ours, "dynamic=false", ...(lists === "all" ? [] : ["#&"])],
  };
}

export const schedulerMenu = "/system/scheduler";

/** Two rows of the scheduler: who pushes now, and what takes a push back that did not end. */
export interface SchedulerNames {
  readonly claim: string;
  readonly timer: string;
}

export function schedulerNames(owner: string): SchedulerNames {
  const stem = owner.replace(":", "-");
  return { claim: `${stem}-push`, timer: `${stem}-revert` };
}

export function schedulersOf(owner: string): Command {
  const { claim, timer } = schedulerNames(owner);
  return {
    path: `${schedulerMenu}/print`,
    proplist: [".id", "name", "comment", "interval", "disabled"],
    queries: [`name=${claim}`, `name=${timer}`, "#|"],
  };
}

function isMissingMenu(reply: Reply): boolean {
  return (
    !reply.ok &&
    reply.trouble.kind === "trap" &&
    /^no such (?:command|item|directory)/u.test(reply.trouble.message)
  );
}

export function rulesOf(state: RouterState, family: Family, table: Table): readonly Row[] {
  return state.families.find((one) => one.family === family)?.rules[table] ?? [];
}
