import type { Outdated } from "../../../src/device/device.js";
import { type Problem, problem, type Result, bad, good } from "../../../src/device/problem.js";
import { menuPath } from "../model.js";
import { builtInChains } from "../names.js";
import { type Added, type Built, buildTable } from "./build.js";
import { claim, isNoSuchItem } from "./claim.js";
import { cutOver, type Failure } from "./cut-over.js";
import { switchesOf } from "./jumps.js";
import type { PushContext } from "./push-context.js";
import { changesOf, isSettled, type RouterPlan } from "./router-plan.js";
import type { Row, Session, Trouble } from "./session.js";
import type { Settling } from "./table-plan.js";
import { nothingChanged, troubleProblem } from "./trouble-problem.js";
import { writeEntries } from "./write-entries.js";

/** What a push did. */
export interface Pushed {
  /** The plan that was carried out. */
  readonly plan: RouterPlan;
  /** Milliseconds from the first `set` of the cut-over to the commit; undefined when nothing was switched. */
  readonly underRevert: number | undefined;
}

/** An outdated plan was not begun with. */
export type PushEnd = Result<Pushed> | Outdated;

/**
 * Brings a policy to a router: new rules beside the old ones, read back, one `set` of a bare jump for each hook and
 * family under a revert, proof, commit, clean-up (docs/push.md).
 * @param agreed the plan that the user has seen; another one by now is told, and not carried out
 */
export async function pushProgram(context: PushContext, agreed: RouterPlan): Promise<PushEnd> {
  const { session, link, device, owner, options } = context;
  const fail = (trouble: Trouble, state: string): Result<Pushed> =>
    bad(troubleProblem(trouble, device, state));
  options.progress("claim", 0, 1);
  const claimed = await claim(session, link.clock, owner, options.name, options.timing, () =>
    options.progress("another push?", 0, 1),
  );
  if (!claimed.ok) {
    if (claimed.why !== "taken") return fail(claimed.why, nothingChanged);
    const who = "another push of this policy is under way";
    return bad(problem("SB6009", { device: device.name, who, state: nothingChanged }));
  }
  try {
    return await pushClaimed(context, agreed);
  } finally {
    await claimed.claim.release();
  }
}

async function pushClaimed(context: PushContext, agreed: RouterPlan): Promise<PushEnd> {
  const { session, device } = context;
  const fresh = await context.replan();
  if (!fresh.ok) return bad(troubleProblem(fresh.trouble, device, nothingChanged));
  const { plan } = fresh;
  if (fingerprint(plan) !== fingerprint(agreed)) {
    const what = "the plan would be another one now";
    const found = problem("SB6011", { device: device.name, what, state: nothingChanged });
    return { ok: false, problem: found, isOutdated: true };
  }
  const unsettled = await settle(context, plan);
  if (unsettled !== undefined) {
    return bad(troubleProblem(unsettled, device, "the rules that packets meet are as they were"));
  }
  const early = await changeEntries(context, plan, "before");
  if (early !== undefined) return bad(early);

  const added: Added[] = [];
  const built = await buildAll(context, plan, added);
  if (!built.ok) {
    await discard(context, added);
    return bad(notBuilt(built.why, context));
  }
  const jumps = switchesOf(plan.tables);
  const start = context.link.clock.now();
  if (jumps.length > 0) {
    const cut = await cutOver(context, jumps);
    switch (cut.kind) {
      case "done":
        break;
      case "undone":
        await discard(context, added);
        return bad(takenBack(cut.why, context));
      case "unknown":
        return bad(troubleProblem(cut.why, device, unknownState(context)));
    }
  }
  const underRevert = jumps.length > 0 ? context.link.clock.now() - start : undefined;
  if (session.lost() !== undefined) {
    return bad(
      troubleProblem(
        session.lost() ?? { kind: "lost", how: "closed", detail: "" },
        device,
        halfTidy,
      ),
    );
  }
  const late = await tidy(context, plan);
  if (late !== undefined) return bad(late);
  const settled = await context.replan();
  if (!settled.ok) return bad(troubleProblem(settled.trouble, device, halfTidy));
  if (!isSettled({ ...settled.plan, leftover: false })) {
    const what = "after the push there is something left to do";
    return bad(problem("SB6011", { device: device.name, what, state: halfTidy }));
  }
  return good({ plan, underRevert });
}

const halfTidy =
  "the new policy is in force; entries may still differ, and what is left of the old rules leads nowhere";

/** What a plan does, without the claims that come and go. */
function fingerprint(plan: RouterPlan): string {
  const entries = plan.entries.filter(({ learnt }) => learnt !== true);
  const changes = changesOf({ ...plan, entries, leftover: false });
  return JSON.stringify(changes.map(({ action, menu, what }) => [action, menu, what]));
}

async function changeEntries(
  { session, device, owner, options }: PushContext,
  plan: RouterPlan,
  phase: "before" | "after",
): Promise<Problem | undefined> {
  const changes = plan.entries.filter((change) => change.phase === phase);
  let done = 0;
  const trouble = await writeEntries(session, changes, owner, () => {
    options.progress("entries", ++done, changes.length);
  });
  if (trouble === undefined) return undefined;
  return troubleProblem(trouble, device, phase === "before" ? oldRules : halfTidy);
}

const oldRules = "the old rules are in force; entries of lists may be changed in part";

async function buildAll(context: PushContext, plan: RouterPlan, added: Added[]): Promise<Built> {
  const total = plan.tables.reduce((sum, { build }) => sum + build.length, 0);
  let done = 0;
  for (const table of plan.tables) {
    const built = await buildTable(context.session, table, plan.owner, added, () => {
      context.options.progress("build", ++done, total);
    });
    if (!built.ok) return built;
  }
  return { ok: true };
}

/** Takes away what was added and leads nowhere; what cannot be taken away now, the next push collects. */
async function discard({ session }: PushContext, added: readonly Added[]): Promise<void> {
  await Promise.all(
    added.map(({ menu, id }) => session.run({ path: `${menu}/remove`, attributes: { ".id": id } })),
  );
}

/** Entries that come after, then the old rules: nothing leads to them any more. */
async function tidy(context: PushContext, plan: RouterPlan): Promise<Problem | undefined> {
  const { session, device, options } = context;
  const entries = await changeEntries(context, plan, "after");
  if (entries !== undefined) return entries;
  let { tables } = plan;
  if (tables.some(({ bypass }) => bypass.length > 0)) {
    // The rows that have come since have ids now.
    const fresh = await context.replan();
    if (!fresh.ok) return troubleProblem(fresh.trouble, device, halfTidy);
    ({ tables } = fresh.plan);
    const unsettled = await settle(context, fresh.plan);
    if (unsettled !== undefined) return troubleProblem(unsettled, device, halfTidy);
  }
  const rows = tables.flatMap(({ family, table, collect }) =>
    collect.map((row) => ({ menu: menuPath(family, table), row })),
  );
  let done = 0;
  const isWayIn = ({ row }: (typeof rows)[number]): boolean =>
    builtInChains.has(row["chain"] ?? "");
  // What leads in is gone before anything that it led to.
  for (const some of [rows.filter(isWayIn), rows.filter((one) => !isWayIn(one))]) {
    const troubles = await Promise.all(
      some.map(async ({ menu, row }) => {
        const trouble = await removeRow(session, menu, row);
        options.progress("clean up", ++done, rows.length);
        return trouble;
      }),
    );
    const trouble = troubles.find((one) => one !== undefined);
    if (trouble !== undefined) return troubleProblem(trouble, device, halfTidy);
  }
  return undefined;
}

/** Ends what a move to another place has left half done, one after the other: a jump goes before its bypass. */
async function settle(
  { session }: PushContext,
  { tables }: RouterPlan,
): Promise<Trouble | undefined> {
  for (const { family, table, settle: steps } of tables) {
    const menu = menuPath(family, table);
    for (const step of steps) {
      if (step.kind === "remove") {
        const trouble = await removeRow(session, menu, step.row);
        if (trouble !== undefined) return trouble;
        continue;
      }
      const trouble = await renameRow(session, menu, step);
      if (trouble !== undefined) return trouble;
    }
  }
  return undefined;
}

/** Gives a jump the comment of the one whose place it has taken, if that has gone: an id may have changed meanwhile. */
async function renameRow(
  session: Session,
  menu: string,
  { row, comment }: Extract<Settling, { readonly kind: "rename" }>,
): Promise<Trouble | undefined> {
  const path = `${menu}/print`;
  const twins = await session.run({ path, proplist: [".id"], queries: [`comment=${comment}`] });
  if (!twins.ok) return twins.trouble;
  if (twins.rows.length > 0) {
    const message = `a rule with the comment "${comment}" has not gone`;
    return { kind: "trap", command: `${menu}/remove`, message, category: undefined };
  }
  const attributes = { ".id": row[".id"] ?? "", comment };
  const reply = await session.run({ path: `${menu}/set`, attributes });
  return reply.ok ? undefined : reply.trouble;
}

async function removeRow(session: Session, menu: string, row: Row): Promise<Trouble | undefined> {
  const reply = await session.run({
    path: `${menu}/remove`,
    attributes: { ".id": row[".id"] ?? "" },
  });
  return reply.ok || isNoSuchItem(reply.trouble) ? undefined : reply.trouble;
}

function notBuilt(
  why: Extract<Built, { readonly ok: false }>["why"],
  { device }: PushContext,
): Problem {
  const state = `${oldRules}, and what was added leads nowhere`;
  return why.kind === "differs"
    ? problem("SB6011", { device: device.name, what: why.what, state })
    : troubleProblem(why, device, state);
}

function takenBack(why: Failure, { device, options }: PushContext): Problem {
  const state = "the old rules are in force again";
  switch (why.kind) {
    case "held": {
      const who =
        "somebody holds safe mode, in which changes of others would be undone with theirs,";
      return problem("SB6009", { device: device.name, who, state: oldRules });
    }
    case "changed":
      return problem("SB6011", { device: device.name, what: why.what, state: oldRules });
    case "unproved": {
      const reason = troubleProblem(why.why, device, "").message.replace(/; $/u, "");
      return problem("SB6017", { why: `a new connection did not get through: ${reason}`, state });
    }
    case "fired": {
      const late = `it was not confirmed within ${options.confirmWithin} seconds`;
      return problem("SB6017", { why: late, state });
    }
    case "trap":
    case "unsendable":
    case "lost":
    case "unreachable":
    case "distrusted":
    case "login":
      return troubleProblem(why, device, state);
  }
}

function unknownState({ options }: PushContext): string {
  return (
    "whether the old rules or the new ones are in force is not known; unless the push was confirmed, the router " +
    `takes it back within ${options.confirmWithin} seconds`
  );
}
