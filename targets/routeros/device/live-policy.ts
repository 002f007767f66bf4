import { bothFamilies, type Family } from "../../../src/net/family.js";
import { type Table, tables } from "../model.js";
import { carriesTag, type Owned, ownedIn } from "./ownership.js";
import { readRules } from "./router-state.js";
import type { Row, Session, Trouble } from "./session.js";

/** A policy as it stands on a router, known by its rules there alone. */
export interface LivePolicy {
  readonly owner: string;
  readonly tables: readonly LiveTable[];
  readonly lists: ReadonlyMap<Family, LiveLists>;
}

export interface LiveTable {
  readonly family: Family;
  readonly table: Table;
  readonly owned: Owned;
  /** Rules that are in force: those of the generations that jumps lead into. */
  readonly rules: readonly Row[];
}

/** Lists that the rules in force name. */
export interface LiveLists {
  /** All of them. */
  readonly named: ReadonlySet<string>;
  /** Those that packets are put on, each with the longest time. */
  readonly learnt: ReadonlyMap<string, string>;
  /** Members are dropped, rejected or held. */
  readonly keepsOut: ReadonlySet<string>;
}

export type LiveRead =
  | { readonly ok: true; readonly live: LivePolicy }
  | { readonly ok: false; readonly trouble: Trouble };

export async function readLivePolicy(session: Session, owner: string): Promise<LiveRead> {
  const places = bothFamilies.flatMap((family) => tables.map((table) => ({ family, table })));
  const replies = await Promise.all(
    places.map(({ family, table }) => readRules(session, family, table)),
  );
  const found: LiveTable[] = [];
  for (const [index, reply] of replies.entries()) {
    const place = places[index];
    if (place === undefined) continue;
    if (!reply.ok) {
      // RouterOS 6 has its IPv6 menus in a package that may be missing.
      if (place.family === "ipv6" && reply.trouble.kind === "trap") continue;
      return reply;
    }
    const owned = ownedIn(reply.rows, owner);
    found.push({ ...place, owned, rules: rulesInForce(owned, reply.rows, owner) });
  }
  const lists = new Map(bothFamilies.map((family) => [family, listsOf(family, found)]));
  return { ok: true, live: { owner, tables: found, lists } };
}

/** Also those of an import, which stand where it has put them. */
function rulesInForce(
  { jumps, generations }: Owned,
  rows: readonly Row[],
  owner: string,
): readonly Row[] {
  const live = jumps.filter(({ disabled }) => !disabled).map(({ target }) => target);
  const names = new Set(live.map((target) => target.slice(target.lastIndexOf("@") + 1)));
  const pushed = [...generations.values()].filter(({ name }) => names.has(name));
  if (pushed.length > 0) return pushed.flatMap((generation) => generation.rows);
  return generations.size > 0 ? [] : rows.filter((row) => carriesTag(row, owner));
}

const ending: ReadonlySet<string | undefined> = new Set(["drop", "reject", "tarpit"]);

function listsOf(family: Family, found: readonly LiveTable[]): LiveLists {
  const named = new Set<string>();
  const learnt = new Map<string, string>();
  const keepsOut = new Set<string>();
  for (const row of found.filter((one) => one.family === family).flatMap(({ rules }) => rules)) {
    const source = row["src-address-list"];
    for (const name of [source, row["dst-address-list"], row["address-list"]]) {
      if (name !== undefined) named.add(name.replace(/^!/u, ""));
    }
    const list = row["address-list"];
    if (list !== undefined) learnt.set(list, row["address-list-timeout"] ?? "none-dynamic");
    if (source !== undefined && !source.startsWith("!") && ending.has(row["action"])) {
      keepsOut.add(source);
    }
  }
  return { named, learnt, keepsOut };
}
