import { menuPath } from "../model.js";
import { isNoSuchItem } from "./claim.js";
import { isSet } from "./content.js";
import { areAt, jumpKey, type JumpSwitch, type LeadsRead, readLeads } from "./jumps.js";
import { followerOf, spotFor } from "./placement.js";
import type { PushContext } from "./push-context.js";
import { type JumpBefore, revertScript } from "./revert-script.js";
import { readRules, schedulerMenu, schedulerNames } from "./router-state.js";
import type { Session, Trouble } from "./session.js";
import type { TablePlan } from "./table-plan.js";

/** How a cut-over ended. Only after `done` may anything of the old rules go. */
export type CutOver =
  | { readonly kind: "done" }
  /** The old rules are in force. */
  | { readonly kind: "undone"; readonly why: Failure }
  /** The connection broke, and what came of it could not be found out. */
  | { readonly kind: "unknown"; readonly why: Trouble };

export type Failure =
  | Trouble
  | { readonly kind: "held" }
  | { readonly kind: "changed"; readonly what: string }
  | { readonly kind: "unproved"; readonly why: Trouble }
  | { readonly kind: "fired" };

/**
 * Switches the jumps to the new rules. From before the first `set` until the commit the router itself has what takes
 * it back: a timer on every version, and safe mode where the API has it (7.18). The removal of the timer is the
 * commit.
 */
export async function cutOver(
  context: PushContext,
  jumps: readonly JumpSwitch[],
  tables: readonly TablePlan[],
): Promise<CutOver> {
  const { session } = context;
  const deadline = context.link.clock.now() + context.options.confirmWithin * 500;
  const timer = await arm(context, jumps, tables);
  if (!timer.ok) return { kind: "undone", why: timer.trouble };
  const armed: Armed = {
    context,
    jumps,
    timer: timer.id,
    before: timer.before,
    safe: hasSafeMode(session.router.version),
    deadline,
  };
  if (armed.safe) {
    const taken = await session.run({ path: "/safe-mode/take" });
    if (!taken.ok) {
      const isHeld =
        taken.trouble.kind === "trap" && /taken|already|held/u.test(taken.trouble.message);
      return isHeld
        ? undo({ ...armed, safe: false }, { kind: "held" })
        : undo(armed, taken.trouble);
    }
  }
  // Between the reading of the plan and here somebody else may have switched.
  const still = await readLeads(session, jumps);
  if (!still.ok) return undo(armed, still.trouble);
  if (!areAt(jumps, still.leads, "before")) {
    return undo(armed, { kind: "changed", what: "a jump leads elsewhere" });
  }
  context.options.progress("cut-over", 0, jumps.length);
  const failed = await switchAll(armed, tables, still);
  if (failed !== undefined) return undo(armed, failed);
  context.options.progress("prove", 0, 1);
  const unproved = await prove(context);
  if (unproved !== undefined) return undo(armed, { kind: "unproved", why: unproved });
  return commit(armed);
}

interface Armed {
  readonly context: PushContext;
  readonly jumps: readonly JumpSwitch[];
  readonly timer: string;
  readonly before: readonly JumpBefore[];
  readonly safe: boolean;
  /** Past this nothing more is switched: the timer would fire in the middle. */
  readonly deadline: number;
}

/** RouterOS 7.18 and newer have `/safe-mode` in the API. */
function hasSafeMode(version: string): boolean {
  const [, major, minor] = /^(\d+)\.(\d+)/u.exec(version) ?? [];
  return Number(major) > 7 || (Number(major) === 7 && Number(minor) >= 18);
}

type Timer =
  | { readonly ok: true; readonly id: string; readonly before: readonly JumpBefore[] }
  | { readonly ok: false; readonly trouble: Trouble };

async function arm(
  { session, owner, options }: PushContext,
  jumps: readonly JumpSwitch[],
  tables: readonly TablePlan[],
): Promise<Timer> {
  const { timer } = schedulerNames(owner);
  const before: JumpBefore[] = [];
  for (const jump of jumps) {
    const stood = jump.moves ? await standingOf(session, jump, tables) : undefined;
    before.push({ ...jump, target: jump.before, stoodBefore: stood });
  }
  const added = await session.run({
    path: `${schedulerMenu}/add`,
    attributes: {
      name: timer,
      interval: `${options.confirmWithin}s`,
      "on-event": revertScript(before, timer),
      policy: "read,write,policy,test",
      comment: `${owner} takes back push ${options.name}`,
    },
  });
  return added.ok
    ? { ok: true, id: added.ret ?? "", before }
    : { ok: false, trouble: added.trouble };
}

async function standingOf(
  session: Session,
  { family, table, comment }: JumpSwitch,
  tables: readonly TablePlan[],
): Promise<JumpBefore["stoodBefore"]> {
  const plan = tables.find((one) => one.family === family && one.table === table);
  const id = plan?.switches.find((one) => one.comment === comment)?.jump?.id;
  const rules = await readRules(session, family, table);
  return id === undefined || !rules.ok ? undefined : { id: followerOf(rules.rows, id) };
}

async function switchAll(
  { context, jumps, deadline }: Armed,
  tables: readonly TablePlan[],
  { rows }: Extract<LeadsRead, { readonly ok: true }>,
): Promise<Failure | undefined> {
  const { session, options, link } = context;
  for (const [index, jump] of jumps.entries()) {
    const id = rows.get(jumpKey(jump))?.[".id"];
    // Not there, and not to be there.
    if (id === undefined && jump.after === undefined) continue;
    if (link.clock.now() > deadline) return { kind: "fired" };
    const menu = menuPath(jump.family, jump.table);
    const reply = await session.run({
      path: `${menu}/set`,
      attributes: {
        ".id": id ?? "",
        ...(jump.after === undefined
          ? { disabled: "yes" }
          : { "jump-target": jump.after, disabled: "no" }),
      },
    });
    if (!reply.ok) return reply.trouble;
    if (jump.moves) {
      const moved = await moveIntoPlace(session, jump, id ?? "", tables);
      if (moved !== undefined) return moved;
    }
    options.progress("cut-over", index + 1, jumps.length);
  }
  return undefined;
}

async function moveIntoPlace(
  session: Session,
  { family, table, comment }: JumpSwitch,
  id: string,
  tables: readonly TablePlan[],
): Promise<Trouble | undefined> {
  const entrance = tables
    .find((one) => one.family === family && one.table === table)
    ?.switches.find((one) => one.comment === comment)?.entrance;
  const rules = await readRules(session, family, table);
  if (!rules.ok) return rules.trouble;
  if (entrance === undefined) return undefined;
  const spot = spotFor(rules.rows, entrance.point, entrance.place, id);
  if (spot.kind === "before" && spot.id === id) return undefined;
  const reply = await session.run({
    path: `${menuPath(family, table)}/move`,
    attributes: {
      numbers: id,
      ...(spot.kind === "before" ? { destination: spot.id } : {}),
    },
  });
  return reply.ok ? undefined : reply.trouble;
}

/** That a new connection gets through the new rules, as the next one will have to. */
async function prove({ link }: PushContext): Promise<Trouble | undefined> {
  const opened = await link.open();
  if (!opened.ok) return opened.trouble;
  opened.session.close();
  return undefined;
}

async function commit(armed: Armed): Promise<CutOver> {
  const { context, jumps, timer, safe } = armed;
  const { session, options } = context;
  options.progress("commit", 0, 1);
  if (safe) {
    const released = await session.run({ path: "/safe-mode/release" });
    if (!released.ok) return undo(armed, released.trouble);
  }
  const removed = await session.run({
    path: `${schedulerMenu}/remove`,
    attributes: { ".id": timer },
  });
  if (!removed.ok && !isNoSuchItem(removed.trouble)) return undo(armed, removed.trouble);
  // It may have fired just before.
  const after = await readLeads(session, jumps);
  if (!after.ok) return findOut(armed, after.trouble);
  return areAt(jumps, after.leads, "after") ? { kind: "done" } : undo(armed, { kind: "fired" });
}

/** Takes back at once what can be, and sees that it has been. */
async function undo(armed: Armed, why: Failure): Promise<CutOver> {
  const { context, jumps, timer, before, safe } = armed;
  const { session } = context;
  if (session.lost() !== undefined) return findOut(armed, why);
  if (safe) await session.run({ path: "/safe-mode/unroll" });
  const leads = await readLeads(session, jumps);
  if (!leads.ok) return findOut(armed, why);
  if (!areAt(jumps, leads.leads, "before") || jumps.some(({ moves }) => moves)) {
    for (const jump of jumps.toReversed()) {
      const id = leads.rows.get(jumpKey(jump))?.[".id"];
      if (id === undefined) continue;
      await session.run({
        path: `${menuPath(jump.family, jump.table)}/set`,
        attributes: {
          ".id": id,
          ...(jump.before === undefined
            ? { disabled: "yes" }
            : { "jump-target": jump.before, disabled: "no" }),
        },
      });
      const stood = before.find((one) => jumpKey(one) === jumpKey(jump))?.stoodBefore;
      if (stood === undefined) continue;
      await session.run({
        path: `${menuPath(jump.family, jump.table)}/move`,
        attributes: { numbers: id, ...(stood.id === undefined ? {} : { destination: stood.id }) },
      });
    }
  }
  const now = await readLeads(session, jumps);
  if (!now.ok) return findOut(armed, why);
  if (!areAt(jumps, now.leads, "before")) return findOut(armed, why);
  await session.run({ path: `${schedulerMenu}/remove`, attributes: { ".id": timer } });
  return { kind: "undone", why };
}

/**
 * The connection is gone. The router takes the change back, at once or when the timer runs out, unless the commit
 * had arrived; who connects again polls until it is one or the other.
 */
async function findOut({ context, jumps }: Armed, why: Failure): Promise<CutOver> {
  const { link, options, owner } = context;
  const { clock } = link;
  const end = clock.now() + options.timing.reconnectFor;
  const lost: Trouble = isTrouble(why) ? why : { kind: "lost", how: "closed", detail: "" };
  while (clock.now() < end) {
    const opened = await link.open();
    if (opened.ok) {
      const { session } = opened;
      const [leads, timers] = await Promise.all([
        readLeads(session, jumps),
        session.run({
          path: `${schedulerMenu}/print`,
          queries: [`name=${schedulerNames(owner).timer}`],
        }),
      ]);
      session.close();
      if (leads.ok && timers.ok) {
        // Where a jump stands cannot be told from where it leads.
        const isClear = !jumps.some(({ moves }) => moves);
        const isArmed = timers.rows.some((row) => !isSet(row, "disabled"));
        if (!isArmed && isClear && areAt(jumps, leads.leads, "after")) return { kind: "done" };
        if (!isArmed && isClear && areAt(jumps, leads.leads, "before")) {
          return { kind: "undone", why };
        }
      }
    }
    await clock.sleep(options.timing.poll);
  }
  return { kind: "unknown", why: lost };
}

function isTrouble(failure: Failure): failure is Trouble {
  return !["held", "changed", "unproved", "fired"].includes(failure.kind);
}
