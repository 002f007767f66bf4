import type { Device } from "../../device/device.js";
import { jsonPlan } from "../../device/json-plan.js";
import type { Plan } from "../../device/plan.js";
import { bad, good, problem, type Problem, type Result } from "../../device/problem.js";
import { doneWords } from "../apply-plan.js";
import { consent } from "../consent.js";
import { type ExitCode, exitCode } from "../exit-code.js";
import type { Host } from "../host.js";
import { interruptedWords } from "../interrupted-push.js";
import { withDevice } from "../open-device.js";
import { planPolicy, type ReadyPolicy } from "../plan-policy.js";
import { untilInterrupted } from "../until-interrupted.js";
import type { Chosen, Member } from "./choose-devices.js";
import { isFailure, notBegun, type Row, type Rows } from "./fleet-report.js";
import { planOne } from "./plan-fleet.js";
import { silentHost } from "./prefixed-host.js";
import { hostsFor, runFleet, tellRows, withPasswords } from "./run-fleet.js";
import { whyUnwell } from "./well.js";

export interface PushFleetOptions {
  readonly json: boolean;
  /** Do not ask. */
  readonly yes: boolean;
}

/** `push` for several devices: plans for all, asks once, and pushes to one after the other, or some at a time. */
export async function pushFleet(
  host: Host,
  { members, turns }: Chosen,
  policyOf: (member: Member) => ReadyPolicy,
  options: PushFleetOptions,
): Promise<ExitCode> {
  const ready = await withPasswords(host, members);
  const hostOf = hostsFor(host, ready, options.json);
  const { canary, parallel } = turns;
  const tell = (rows: Rows): ExitCode =>
    tellRows(host, rows, options.json ? { command: "push", canary } : undefined);

  const plan = (member: Member, own: Host): Promise<Row> => planOne(member, own, policyOf(member));
  const planned = await runFleet(hostOf, ready, { canary: undefined, parallel }, plan).ended;
  // Nothing is changed anywhere while one of them cannot be planned.
  if ([...planned.values()].some(isFailure)) return tell(withPending(planned, notBegun));

  const pending = [...planned].flatMap(([{ reach }, { outcome }]) =>
    outcome === "changes pending" ? [reach.name] : [],
  );
  if (pending.length > 0 && !options.yes) {
    const answer = await consent(host, question(pending, canary));
    if (!answer.given)
      return tell(withPending(planned, { outcome: "declined", code: answer.code }));
  }

  const stages = new Map<Member, string>();
  const act = async (member: Member, own: Host): Promise<Row> => {
    const row = planned.get(member);
    if (row?.plan === undefined) throw new Error(`there is no plan for ${member.reach.name}`);
    const done =
      row.outcome === "up to date"
        ? row
        : await pushOne(member, own, row.plan, policyOf(member), stages);
    const isCanary = member.reach.name === canary;
    return isCanary && !isFailure(done) ? afterCanary(member, own, done) : done;
  };
  const run = runFleet(hostOf, ready, turns, act);
  const interruption = untilInterrupted();
  void interruption.signal.then(() => {
    const rows = run.now();
    for (const [member, { outcome }] of rows) {
      if (outcome !== "interrupted") continue;
      const { reach, confirmWithin } = member;
      const { policy } = policyOf(member).ruleset;
      const stage = stages.get(member) ?? "";
      hostOf(member).stderr.write(interruptedWords(policy, reach.name, stage, confirmWithin));
    }
    tell(rows);
    process.exit(exitCode.trouble);
  });
  const rows = await run.ended;
  interruption.forget();
  return tell(rows);
}

/** What was planned, with what became of the changes that were not made. */
function withPending(planned: Rows, pending: Row): Rows {
  return new Map(
    [...planned].map(([member, row]) => {
      const { plan, milliseconds } = row;
      if (row.outcome !== "changes pending") return [member, row];
      return [
        member,
        {
          ...pending,
          ...(plan === undefined ? {} : { plan }),
          ...(milliseconds === undefined ? {} : { milliseconds }),
        },
      ];
    }),
  );
}

function question(names: readonly string[], canary: string | undefined): string {
  const first = canary === undefined || names.length === 1 ? "" : `, ${canary} first`;
  const count = names.length === 1 ? "" : `${names.length} devices: `;
  return `Push this to ${count}${names.join(", ")}${first}?`;
}

/** By a connection of its own: that of the plan may be minutes old by now. */
async function pushOne(
  member: Member,
  own: Host,
  shown: Plan,
  policy: ReadyPolicy,
  stages: Map<Member, string>,
): Promise<Row> {
  const { reach, confirmWithin } = member;
  const push = async (device: Device): Promise<Result<undefined>> => {
    const made = await planPolicy(silentHost(own), device, policy, member);
    if (!made.ok) return made;
    if (made.value === undefined || !isSame(made.value.plan, shown)) {
      return bad(problem("SB6031", { device: reach.name }));
    }
    const start = Date.now();
    const applied = await made.value.apply({
      confirmWithin,
      progress: (stage) => {
        if (stages.get(member) !== stage && own.stderr.isTerminal) own.stderr.write(`${stage}\n`);
        stages.set(member, stage);
      },
    });
    if (!applied.ok) return applied;
    own.stderr.write(doneWords(shown, Date.now() - start, applied.value));
    return good(undefined);
  };
  const result = await withDevice(own, reach, push);
  if (result.ok) return { outcome: "pushed", code: exitCode.well, plan: shown };
  return { outcome: "failed", code: exitCode.trouble, plan: shown, problem: result.problem };
}

function isSame(one: Plan, other: Plan): boolean {
  const textOf = (plan: Plan): string => JSON.stringify(jsonPlan(plan).changes);
  return textOf(one) === textOf(other);
}

/** The others wait until the canary is well: looked at again, by a new connection. */
async function afterCanary(member: Member, own: Host, done: Row): Promise<Row> {
  const policy = done.plan?.policy ?? "";
  const found = await withDevice(own, member.reach, (device) => device.status(policy));
  const why = found.ok ? whyUnwell(found.value) : found.problem.message;
  if (why === undefined) return done;
  const unwell: Problem = problem("SB6032", { device: member.reach.name, why });
  return { ...done, outcome: "not well", code: exitCode.trouble, problem: unwell };
}
