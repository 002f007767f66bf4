import type { Applied, ApplyOptions, Outdated } from "../../../src/device/device.js";
import { bad, good, problem, type Result } from "../../../src/device/problem.js";
import { changesOf } from "./changes.js";
import type { Contents } from "./contents.js";
import { type HostState, readHost } from "./read-host.js";
import { applyScript, commitScript, ending, takeBackScript } from "./scripts.js";
import type { Shell } from "./shell.js";
import type { ChangeTexts } from "./texts.js";
import { endProblem, nothingChanged } from "./trouble.js";

export interface Work extends ApplyOptions {
  /** @param patience milliseconds until the change may be taken back */
  readonly texts: (now: HostState, patience: number) => ChangeTexts;
  /** What the table has to say afterwards; undefined when it has to be gone. */
  readonly wanted: Contents | undefined;
}

interface Target {
  readonly shell: Shell;
  readonly name: string;
}

const stages = 4;

/**
 * Makes a change in one transaction that the host takes back by itself, reads what came of it over a connection of its
 * own, and only then lets it stay.
 */
export async function carryOut(
  at: Target,
  table: string,
  planned: HostState,
  work: Work,
): Promise<Result<Applied> | Outdated> {
  const { shell, name } = at;
  const { confirmWithin, progress } = work;
  progress("reading", 0, stages);
  // Members come and go while somebody looks at a plan; their times are read when they are needed.
  const read = await readHost(shell, name, table);
  if (!read.ok) return read;
  const now = read.value;
  if (now.sum !== planned.sum) {
    const what = "somebody has changed the table";
    const found = problem("SB6011", { device: name, what, state: nothingChanged });
    return { ok: false, problem: found, isOutdated: true };
  }
  const { load, revert, cleanup } = work.texts(now, confirmWithin * 1000);
  progress("loading", 1, stages);
  const start = shell.clock.now();
  const input = `#file load\n${textOf(load)}#file revert\n${textOf(revert)}`;
  const loaded = await shell.run(applyScript, [table, now.sum, String(confirmWithin)], input);
  if (loaded.kind !== "ended" || loaded.code !== 0) {
    const unknown = `if it was loaded, ${name} takes it back within ${confirmWithin} seconds`;
    const state = loaded.kind === "silent" ? unknown : nothingChanged;
    return bad(endProblem(loaded, name, "nft -f", state));
  }
  const token = loaded.output.trim();
  progress("confirming", 2, stages);
  const proof = await prove(at, table, work, start);
  if (!proof.ok) {
    const taken = await shell.run(takeBackScript, [table, token]);
    const isBack = taken.kind === "ended" && taken.code === 0;
    const state = isBack
      ? "the old rules are there again"
      : `${name} puts the old rules back within ${confirmWithin} seconds`;
    return bad(problem("SB6017", { why: proof.problem.message, state }));
  }
  progress("settling", 3, stages);
  const kept = await shell.run(commitScript, [table, token], textOf(cleanup));
  const underRevert = shell.clock.now() - start;
  if (kept.kind === "ended" && kept.code === 0) return good({ underRevert });
  const state =
    kept.kind === "ended" && kept.code !== ending.decided
      ? "the new rules are in force; something that nothing uses was left in the table"
      : "whether the new rules stayed is not known";
  return bad(endProblem(kept, name, "nft -f", state));
}

/** A new connection gets through, and finds what is to be there. Tried until the host takes the change back. */
async function prove(
  { shell, name }: Target,
  table: string,
  { wanted, confirmWithin }: Work,
  start: number,
): Promise<Result<undefined>> {
  for (;;) {
    const read = await readHost(shell, name, table, true);
    if (read.ok) {
      const { live } = read.value;
      const isThere =
        wanted === undefined
          ? live === undefined
          : changesOf(table, live, wanted, []).every(({ phase }) => phase === "after");
      if (isThere) return good(undefined);
      const what = "the kernel lists other rules than were loaded";
      return bad(problem("SB6011", { device: name, what, state: "" }));
    }
    const left = start + confirmWithin * 1000 - shell.clock.now();
    if (left < 3000) return read;
    await shell.clock.sleep(2000);
  }
}

function textOf(lines: Iterable<string>): string {
  return [...lines, ""].join("\n");
}
