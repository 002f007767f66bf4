import { menuPath } from "../model.js";
import { isNoSuchItem } from "./claim.js";
import { isSet } from "./content.js";
import { areAt, jumpKey, type JumpSwitch, type LeadsRead, readLeads } from "./jumps.js";
import type { PushContext } from "./push-context.js";
import { revertScript } from "./revert-script.js";
import { schedulerMenu, schedulerNames } from "./router-state.js";
import type { Command, Trouble } from "./session.js";

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
): Promise<CutOver> {
  const { session } = context;
  const deadline = context.link.clock.now() + context.options.confirmWithin * 500;
  const timer = await arm(context, jumps);
  if (!timer.ok) return { kind: "undone", why: timer.trouble };
  const armed: Armed = {
    context,
    jumps,
    timer: timer.id,
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
  const failed = await switchAll(armed, still);
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
  { readonly ok: true; readonly id: string } | { readonly ok: false; readonly trouble: Trouble };

async function arm(
  { session, owner, options }: PushContext,
  jumps: readonly JumpSwitch[],
): Promise<Timer> {
  const { timer } = schedulerNames(owner);
  const before = jumps.map((jump) => ({ ...jump, target: jump.before }));
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
  return added.ok ? { ok: true, id: added.ret ?? "" } : { ok: false, trouble: added.trouble };
}

async function switchAll(
  { context, jumps, deadline }: Armed,
  { ids }: Extract<LeadsRead, { readonly ok: true }>,
): Promise<Failure | undefined> {
  const { session, options, link } = context;
  for (const [index, jump] of jumps.entries()) {
    const id = ids.get(jumpKey(jump));
    // Not there, and not to be there.
    if (id === undefined && jump.after === undefined) continue;
    if (link.clock.now() > deadline) return { kind: "fired" };
    const reply = await session.run(leadTo(jump, jump.after, id ?? ""));
    if (!reply.ok) return reply.trouble;
    options.progress("cut-over", index + 1, jumps.length);
  }
  return undefined;
}

/** The one sentence of a switch; a jump that takes another's place leads to its chain from the beginning. */
function leadTo(
  { family, table, moves }: JumpSwitch,
  target: string | undefined,
  ids: string,
): Command {
  const on = {
    ...(moves || target === undefined ? {} : { "jump-target": target }),
    disabled: "no",
  };
  return {
    path: `${menuPath(family, table)}/set`,
    attributes: { ".id": ids, ...(target === undefined ? { disabled: "yes" } : on) },
  };
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
  const { context, jumps, timer, safe } = armed;
  const { session } = context;
  if (session.lost() !== undefined) return findOut(armed, why);
  if (safe) await session.run({ path: "/safe-mode/unroll" });
  const leads = await readLeads(session, jumps);
  if (!leads.ok) return findOut(armed, why);
  if (!areAt(jumps, leads.leads, "before")) {
    for (const jump of jumps.toReversed()) {
      const id = leads.ids.get(jumpKey(jump));
      if (id !== undefined) await session.run(leadTo(jump, jump.before, id));
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
        const isArmed = timers.rows.some((row) => !isSet(row, "disabled"));
        if (!isArmed && areAt(jumps, leads.leads, "after")) return { kind: "done" };
        if (!isArmed && areAt(jumps, leads.leads, "before")) {
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
