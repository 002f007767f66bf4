import { isRefused } from "../../device/plan.js";
import { good } from "../../device/problem.js";
import { type ExitCode, exitCode } from "../exit-code.js";
import type { Host } from "../host.js";
import { withDevice } from "../open-device.js";
import { planPolicy, type ReadyPolicy } from "../plan-policy.js";
import { showPlan } from "../show-plan.js";
import type { Chosen, Member } from "./choose-devices.js";
import type { Row } from "./fleet-report.js";
import { hostsFor, runFleet, tellRows, withPasswords } from "./run-fleet.js";

export interface PlanFleetOptions {
  readonly json: boolean;
  readonly exitCode: boolean;
}

/** `plan` for several devices. */
export async function planFleet(
  host: Host,
  { members, turns }: Chosen,
  policyOf: (member: Member) => ReadyPolicy,
  options: PlanFleetOptions,
): Promise<ExitCode> {
  const ready = await withPasswords(host, members);
  const act = async (member: Member, own: Host): Promise<Row> => {
    const row = await planOne(member, own, policyOf(member));
    return row.outcome === "changes pending" && options.exitCode
      ? { ...row, code: exitCode.pending }
      : row;
  };
  const rows = await runFleet(hostsFor(host, ready, options.json), ready, turns, act).ended;
  const { canary } = turns;
  return tellRows(host, rows, options.json ? { command: "plan", canary } : undefined);
}

/** Plans for one of several, and shows the plan. */
export async function planOne(member: Member, own: Host, policy: ReadyPolicy): Promise<Row> {
  const result = await withDevice(own, member.reach, async (device) => {
    const made = await planPolicy(own, device, policy, member);
    return made.ok ? good(made.value?.plan) : made;
  });
  if (!result.ok) return { outcome: "failed", code: exitCode.trouble, problem: result.problem };
  const plan = result.value;
  if (plan === undefined) return { outcome: "failed", code: exitCode.failed };
  showPlan(own, plan);
  if (isRefused(plan)) return { outcome: "refused", code: exitCode.trouble, plan };
  const outcome = plan.changes.length === 0 ? "up to date" : "changes pending";
  return { outcome, code: exitCode.well, plan };
}
