import { problem } from "../../device/problem.js";
import { standingOf } from "../../device/standing.js";
import { type ExitCode, exitCode } from "../exit-code.js";
import type { Host } from "../host.js";
import { withDevice } from "../open-device.js";
import { showStatus } from "../show-status.js";
import type { Chosen, Member } from "./choose-devices.js";
import type { Row } from "./fleet-report.js";
import { hostsFor, runFleet, tellRows, withPasswords } from "./run-fleet.js";
import { whyUnwell } from "./well.js";

export interface StatusFleetOptions {
  readonly json: boolean;
  readonly address: string | undefined;
}

/** `status` for several devices. */
export async function statusFleet(
  host: Host,
  { members, turns }: Chosen,
  policyOf: (member: Member) => string,
  { json, address }: StatusFleetOptions,
): Promise<ExitCode> {
  const ready = await withPasswords(host, members);
  const act = async (member: Member, own: Host): Promise<Row> => {
    const { reach } = member;
    const found = await withDevice(own, reach, (device) => device.status(policyOf(member)));
    if (!found.ok) return { outcome: "failed", code: exitCode.trouble, problem: found.problem };
    const status = found.value;
    showStatus(own, status, address);
    const standing = address === undefined ? undefined : standingOf(status, address);
    const row: Row = {
      outcome: status.inForce ? "in force" : "not in force",
      code: exitCode.well,
      ...(standing === undefined ? { status } : { standing }),
    };
    const why = reach.name === turns.canary ? whyUnwell(status) : undefined;
    if (why === undefined) return row;
    const unwell = problem("SB6032", { device: reach.name, why });
    return { ...row, outcome: "not well", code: exitCode.trouble, problem: unwell };
  };
  const rows = await runFleet(hostsFor(host, ready, json), ready, turns, act).ended;
  return tellRows(host, rows, json ? { command: "status", canary: turns.canary } : undefined);
}
