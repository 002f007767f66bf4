import { menuPath } from "../model.js";
import { isNoSuchItem } from "./claim.js";
import { isSet } from "./content.js";
import { contentsOf, contentText, type Entrance } from "./generation.js";
import { ownedIn } from "./ownership.js";
import { isInPlace, spotFor } from "./placement.js";
import { readRules } from "./router-state.js";
import type { Session, Trouble } from "./session.js";
import type { NewBypass, TablePlan } from "./table-plan.js";

/** What was added and leads nowhere yet, for who takes it away again. */
export interface Added {
  readonly menu: string;
  readonly id: string;
}

export type Built =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly why: Trouble | { readonly kind: "differs"; readonly what: string };
    };

/**
 * Adds the new generation of one table and its jumps, switched off, and reads all of it back. Nothing of it is met by
 * a packet. What goes wrong here is not tried again, since an add that is repeated is there twice.
 */
export async function buildTable(
  session: Session,
  plan: TablePlan,
  owner: string,
  added: Added[],
  onDone: () => void,
): Promise<Built> {
  const menu = menuPath(plan.family, plan.table);
  const troubles = await Promise.all(
    plan.build.map(async (attributes) => {
      const reply = await session.run({ path: `${menu}/add`, attributes });
      onDone();
      if (!reply.ok) return reply.trouble;
      added.push({ menu, id: reply.ret ?? "" });
      return undefined;
    }),
  );
  const trouble = troubles.find((one) => one !== undefined);
  if (trouble !== undefined) return { ok: false, why: trouble };
  for (const entrance of plan.enter) {
    const failed = await addJump(session, plan, entrance, added);
    if (failed !== undefined) return failed;
  }
  for (const bypass of plan.bypass) {
    const failed = await addBypass(session, plan, bypass, added);
    if (failed !== undefined) return failed;
  }
  return readBack(session, plan, owner);
}

/** A `return` before all that a jump leads to now, switched off. */
async function addBypass(
  session: Session,
  { family, table }: TablePlan,
  { chain, comment }: NewBypass,
  added: Added[],
): Promise<Built | undefined> {
  const menu = menuPath(family, table);
  const first = await session.run({
    path: `${menu}/print`,
    proplist: [".id"],
    queries: [`chain=${chain}`],
  });
  if (!first.ok) return { ok: false, why: first.trouble };
  const before = first.rows[0]?.[".id"];
  const reply = await session.run({
    path: `${menu}/add`,
    attributes: {
      chain,
      action: "return",
      disabled: "yes",
      comment,
      ...(before === undefined ? {} : { "place-before": before }),
    },
  });
  if (!reply.ok) return { ok: false, why: reply.trouble };
  added.push({ menu, id: reply.ret ?? "" });
  return undefined;
}

/** An anchor may vanish between the reading and the adding; so often it is looked for again. */
const mostAnchors = 4;

async function addJump(
  session: Session,
  plan: TablePlan,
  { point, place, comment, base }: Entrance,
  added: Added[],
): Promise<Built | undefined> {
  const menu = menuPath(plan.family, plan.table);
  for (let attempt = 1; ; attempt++) {
    const rules = await readRules(session, plan.family, plan.table);
    if (!rules.ok) return { ok: false, why: rules.trouble };
    const spot = spotFor(rules.rows, point, place);
    if (spot.kind === "nowhere") return differs(`no rule in ${point} has the comment it had`);
    const reply = await session.run({
      path: `${menu}/add`,
      attributes: {
        chain: point,
        action: "jump",
        "jump-target": `${base}@${plan.generation ?? ""}`,
        disabled: "yes",
        comment,
        ...(spot.kind === "before" ? { "place-before": spot.id } : {}),
      },
    });
    if (reply.ok) {
      added.push({ menu, id: reply.ret ?? "" });
      return undefined;
    }
    if (!isNoSuchItem(reply.trouble) || attempt === mostAnchors) {
      return { ok: false, why: reply.trouble };
    }
  }
}

/** The whole generation, in order, and the jumps where they belong. */
async function readBack(session: Session, plan: TablePlan, owner: string): Promise<Built> {
  const { wanted, generation, family, table } = plan;
  if (wanted === undefined) return { ok: true };
  const rules = await readRules(session, family, table);
  if (!rules.ok) return { ok: false, why: rules.trouble };
  const owned = ownedIn(rules.rows, owner);
  const standing = owned.generations.get(generation ?? "");
  if (
    standing?.intact !== true ||
    contentText(standing.chains) !== contentText(contentsOf(wanted))
  ) {
    return differs(`the rules in ${menuPath(family, table)} do not read back as they were written`);
  }
  for (const { comment, point, place } of plan.enter) {
    const [jump, ...more] = owned.jumps.filter((one) => one.comment === comment);
    if (jump === undefined || more.length > 0 || !isSet(jump.row, "disabled")) {
      return differs(`the jump "${comment}" does not read back as it was written`);
    }
    if (!isInPlace(rules.rows, point, place, jump.id)) {
      return differs(`the jump "${comment}" does not stand where it was put`);
    }
  }
  for (const { chain, comment } of plan.bypass) {
    const head = rules.rows.find((row) => row["chain"] === chain);
    const [found, ...more] = owned.bypasses.filter(({ row }) => row["comment"] === comment);
    if (found?.disabled !== true || more.length > 0 || head?.[".id"] !== found.row[".id"]) {
      return differs(`the return at the head of ${chain} does not read back as it was written`);
    }
  }
  return { ok: true };
}

function differs(what: string): Built {
  return { ok: false, why: { kind: "differs", what } };
}
