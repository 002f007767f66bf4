import { builtInChains } from "../names.js";
import { type Table, menuPath, type RouterosProgram } from "../model.js";
import type { EntryChange } from "./entry-plan.js";
import { type LivePolicy, readLivePolicy } from "./live-policy.js";
import { carriesTag, ownedIn } from "./ownership.js";
import type { Replanned } from "./push-context.js";
import { planRouter, type RouterPlan } from "./router-plan.js";
import { readState, rulesOf, type RouterState } from "./router-state.js";
import type { Row, Session, Trouble } from "./session.js";

/**
 * Plans to take a policy away: everything that carries its comment, also what an import has left, and what its lists
 * have learnt where no rule of others uses them.
 * @param nothing the program of the policy when it is not there
 */
export async function planRemoval(session: Session, nothing: RouterosProgram): Promise<Replanned> {
  const { owner } = nothing;
  const read = await readState(session, { owner, lists: "all" });
  if (!read.ok) return read;
  const live = await readLivePolicy(session, owner);
  if (!live.ok) return live;
  const learnt = await learntEntries(session, live.live, read.state);
  if (!learnt.ok) return learnt;
  const plan = planRouter(nothing, read.state);
  return {
    ok: true,
    plan: {
      ...plan,
      tables: plan.tables.map((table) => ({
        ...table,
        // Of two jumps that look ours neither can be switched by its comment; both just go.
        switches: table.switches.filter(
          ({ comment }) => table.switches.filter((one) => one.comment === comment).length === 1,
        ),
        collect: [
          ...straysOf(rulesOf(read.state, table.family, table.table), owner),
          ...table.collect,
        ],
      })),
      entries: [...plan.entries, ...learnt.changes],
      // What stands in the way of a push goes.
      findings: [],
    } satisfies RouterPlan,
  };
}

/** Rules that an import has left, or somebody has copied: the ways in first. */
function straysOf(rows: readonly Row[], owner: string): readonly Row[] {
  const { strays, jumps } = ownedIn(rows, owner);
  const twice = jumps.filter(
    ({ comment, id }) => jumps.find((one) => one.comment === comment)?.id !== id,
  );
  const all = [...strays, ...twice.map(({ row }) => row)];
  const isWayIn = ({ chain = "" }: Row): boolean => builtInChains.has(chain);
  return [...all.filter(isWayIn), ...all.filter((row) => !isWayIn(row))];
}

type Learnt =
  | { readonly ok: true; readonly changes: readonly EntryChange[] }
  | { readonly ok: false; readonly trouble: Trouble };

async function learntEntries(
  session: Session,
  { lists, owner }: LivePolicy,
  state: RouterState,
): Promise<Learnt> {
  const changes: EntryChange[] = [];
  for (const [family, { learnt }] of lists) {
    const others = (["filter", "raw"] satisfies Table[]).flatMap((table) =>
      rulesOf(state, family, table).filter((row) => !carriesTag(row, owner)),
    );
    const shared = new Set(others.flatMap(listsNamed));
    const own = [...learnt.keys()].filter((list) => !shared.has(list));
    if (own.length === 0) continue;
    const reply = await session.run({
      path: `${menuPath(family, "address-list")}/print`,
      proplist: [".id", "list", "address"],
      queries: [
        ...own.flatMap((list, index) => [`list=${list}`, ...(index > 0 ? ["#|"] : [])]),
        "dynamic=true",
        "#&",
      ],
    });
    if (!reply.ok) return reply;
    for (const { list = "", address = "", [".id"]: id } of reply.rows) {
      changes.push({ family, action: "remove", list, address, id, phase: "after", learnt: true });
    }
  }
  return { ok: true, changes };
}

function listsNamed(row: Row): readonly string[] {
  return [row["src-address-list"], row["dst-address-list"], row["address-list"]].flatMap((name) =>
    name === undefined ? [] : [name.replace(/^!/u, "")],
  );
}
