import type { Applied, Planned } from "../device/device.js";
import { isRefused, type Plan } from "../device/plan.js";
import type { Problem, Result } from "../device/problem.js";
import { consent } from "./consent.js";
import { type ExitCode, exitCode } from "./exit-code.js";
import type { Host } from "./host.js";
import { watchForInterrupt } from "./interrupted-push.js";
import { progressLine } from "./progress-line.js";
import { showPlan } from "./show-plan.js";

export interface ApplyWords {
  /** Do not ask. */
  readonly yes: boolean;
  readonly confirmWithin: number;
  /** `Push this to the router?` */
  readonly question: string;
  /** Plans again, where the device has changed since; undefined when what it found has been told. */
  readonly again?: () => Promise<Result<Planned | undefined>>;
}

export type Ended =
  | { readonly ok: true; readonly code: ExitCode }
  | { readonly ok: false; readonly problem: Problem };

/** A device that changes more often than that while one plans is not ours alone. */
const mostPlans = 4;

/** Shows a plan, asks, carries it out, and sums up. A plan that is out of date is made again, and shown and asked for again. */
export async function applyPlan(host: Host, planned: Planned, words: ApplyWords): Promise<Ended> {
  let current = planned;
  for (let plans = 1; ; plans++) {
    const ended = await applyOnce(host, current, words);
    if (ended.ok || !ended.isOutdated || words.again === undefined || plans === mostPlans) {
      return ended;
    }
    const { name } = current.plan.device;
    host.stderr.write(`${name} has changed since the plan was made; this is the plan now:\n\n`);
    const again = await words.again();
    if (!again.ok) return again;
    if (again.value === undefined) return { ok: true, code: exitCode.failed };
    current = again.value;
  }
}

type EndedOnce =
  | Extract<Ended, { readonly ok: true }>
  | { readonly ok: false; readonly problem: Problem; readonly isOutdated: boolean };

async function applyOnce(host: Host, planned: Planned, words: ApplyWords): Promise<EndedOnce> {
  const { plan } = planned;
  const { stderr } = host;
  showPlan(host, plan);
  if (isRefused(plan)) return { ok: true, code: exitCode.trouble };
  if (plan.changes.length === 0) return { ok: true, code: exitCode.well };
  if (!words.yes) {
    const answer = await consent(host, words.question);
    if (!answer.given) return { ok: true, code: answer.code };
  }
  const line = progressLine(stderr);
  const start = Date.now();
  const watch = watchForInterrupt(host, plan, words.confirmWithin, line);
  const applied = await planned.apply({
    confirmWithin: words.confirmWithin,
    progress: (stage, done, total) => {
      watch.at(stage);
      line.show(stage, done, total);
    },
  });
  watch.end();
  line.end();
  if (!applied.ok) return { isOutdated: false, ...applied };
  stderr.write(doneWords(plan, Date.now() - start, applied.value));
  return { ok: true, code: exitCode.well };
}

/** What is said when a plan was carried out. */
export function doneWords(
  { policy, device }: Plan,
  milliseconds: number,
  { underRevert }: Applied,
): string {
  const seconds = (time: number): string => `${(time / 1000).toFixed(1)} s`;
  const revert = underRevert === undefined ? "" : `, ${seconds(underRevert)} of it under revert`;
  return `Done: ${policy} on ${device.name} in ${seconds(milliseconds)}${revert}.\n`;
}
