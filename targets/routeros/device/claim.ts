import { schedulerMenu, schedulerNames, schedulersOf } from "./router-state.js";
import type { Clock, Row, Session, Trouble } from "./session.js";

/**
 * Who pushes a policy to a router now. RouterOS has no lock, so one is a scheduler row that never runs: its comment
 * names the push and a number that goes up while the push lives. Whoever finds a claim watches whether it does.
 */
export interface Claim {
  /** Stops the beat and takes the row off. */
  release(): Promise<void>;
}

export type Claimed =
  | { readonly ok: true; readonly claim: Claim }
  | { readonly ok: false; readonly why: "taken" }
  | { readonly ok: false; readonly why: Trouble };

export interface ClaimTiming {
  /** Milliseconds between two beats. */
  readonly beat: number;
  /** Milliseconds without one after which a push is dead. */
  readonly patience: number;
}

export async function claim(
  session: Session,
  clock: Clock,
  owner: string,
  push: string,
  timing: ClaimTiming,
  onWait: () => void,
): Promise<Claimed> {
  const left = await clearDeadClaims(session, clock, owner, timing, onWait);
  if (left !== undefined) return { ok: false, why: left };
  const added = await session.run({
    path: `${schedulerMenu}/add`,
    attributes: {
      name: schedulerNames(owner).claim,
      interval: "1d",
      "on-event": ":nothing",
      disabled: "yes",
      comment: beatComment(owner, push, 0),
    },
  });
  if (!added.ok) {
    const isTaken = added.trouble.kind === "trap" && /already/u.test(added.trouble.message);
    return { ok: false, why: isTaken ? "taken" : added.trouble };
  }
  const id = added.ret ?? "";
  const remove = (): Promise<unknown> =>
    session.run({ path: `${schedulerMenu}/remove`, attributes: { ".id": id } });
  // Two may have looked at the same time; the router has put them in a row, and the first one counts.
  const all = await session.run(schedulersOf(owner));
  if (!all.ok) return { ok: false, why: all.trouble };
  if (claimRows(all.rows, owner)[0]?.[".id"] !== id) {
    await remove();
    return { ok: false, why: "taken" };
  }
  const stop = keepBeating(session, clock, timing.beat, (count) => ({
    path: `${schedulerMenu}/set`,
    attributes: { ".id": id, comment: beatComment(owner, push, count) },
  }));
  return {
    ok: true,
    claim: {
      release: async () => {
        stop();
        await remove();
      },
    },
  };
}

/**
 * Takes off the claim of a push that no longer lives, and its timer: what the jumps lead to is whole in any case, and
 * the push that comes now works from that.
 */
async function clearDeadClaims(
  session: Session,
  clock: Clock,
  owner: string,
  { patience }: ClaimTiming,
  onWait: () => void,
): Promise<"taken" | Trouble | undefined> {
  const first = await session.run(schedulersOf(owner));
  if (!first.ok) return first.trouble;
  if (first.rows.length === 0) return undefined;
  if (claimRows(first.rows, owner).length > 0) {
    onWait();
    // Longer than a router takes to undo the safe mode of a connection that has closed.
    await clock.sleep(patience);
    const second = await session.run(schedulersOf(owner));
    if (!second.ok) return second.trouble;
    const beats = (rows: readonly Row[]): string =>
      claimRows(rows, owner)
        .map(({ comment = "" }) => comment)
        .join("\n");
    if (second.rows.length === 0) return undefined;
    if (beats(first.rows) !== beats(second.rows)) return "taken";
  }
  for (const row of first.rows) {
    const removed = await session.run({
      path: `${schedulerMenu}/remove`,
      attributes: { ".id": row[".id"] ?? "" },
    });
    const isGone = removed.ok || isNoSuchItem(removed.trouble);
    if (!isGone) return removed.trouble;
  }
  return undefined;
}

export function isNoSuchItem(trouble: Trouble): boolean {
  return trouble.kind === "trap" && /^no such item/u.test(trouble.message);
}

function claimRows(rows: readonly Row[], owner: string): readonly Row[] {
  const { claim: name } = schedulerNames(owner);
  return rows.filter((row) => row["name"] === name);
}

function beatComment(owner: string, push: string, count: number): string {
  return `${owner} push ${push} ${count}`;
}

function keepBeating(
  session: Session,
  clock: Clock,
  every: number,
  command: (count: number) => Parameters<Session["run"]>[0],
): () => void {
  let beats = true;
  const beat = async (): Promise<void> => {
    for (let count = 1; beats; count++) {
      await clock.sleep(every);
      // Asked again: it may have been stopped meanwhile.
      if (!isBeating() || session.lost() !== undefined) return;
      await session.run(command(count));
    }
  };
  const isBeating = (): boolean => beats;
  void beat();
  return () => {
    beats = false;
  };
}
