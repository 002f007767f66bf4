import type { Command } from "commander";
import { jsonPlan } from "../../device/json-plan.js";
import { isRefused } from "../../device/plan.js";
import { good } from "../../device/problem.js";
import { command, type Context } from "../command.js";
import { type ExitCode, exitCode } from "../exit-code.js";
import { type FleetOptions, withFleetOptions } from "../device-options.js";
import { chooseDevices } from "../fleet/choose-devices.js";
import { planFleet } from "../fleet/plan-fleet.js";
import { withDevice } from "../open-device.js";
import { planPolicy, readyPolicies } from "../plan-policy.js";
import { showPlan } from "../show-plan.js";
import { tellProblems } from "../tell-device.js";

interface Options extends FleetOptions {
  readonly json?: true;
  readonly exitCode?: true;
  readonly trial?: true;
  readonly allowLockout?: true;
}

export function planCommand(context: Context): Command {
  return withFleetOptions(
    command({
      usage: "plan [file]",
      summary: "what a push would change on a device",
      description:
        "Tells what a push would change on a device, in order, and why. Nothing is written there.\n" +
        "Only what is the policy's own is touched: what carries its comment, in its chains. A device of sinbin.toml may\n" +
        "name its policy itself; of several the first that fails stops those that were not begun.",
      examples: [
        { command: "sinbinc plan edge.sbn -d lab:", what: "against a stand-in router, empty" },
        {
          command: "sinbinc plan --group branch --parallel 4 --exit-code",
          what: "for the devices of a group; exit code 4 when there is something to do",
        },
      ],
    }),
  )
    .option("--json", "for a program: one JSON document on standard output")
    .option("--exit-code", "4 when changes are pending")
    .option("--trial", "everything but the bins' actions, which only count")
    .option("--allow-lockout", "plan also what may shut out this host")
    .action(async (path: string | undefined, options: Options) => {
      context.finish(await plan(context, path, options));
    });
}

async function plan(
  { host }: Context,
  path: string | undefined,
  options: Options,
): Promise<ExitCode> {
  const chosen = await chooseDevices(host, options);
  if (!chosen.ok) return chosen.code;
  const { members, isFleet } = chosen.value;
  const policies = readyPolicies(host, members, path);
  if (!policies.ok) return policies.code;
  if (isFleet) {
    const flags = { json: options.json === true, exitCode: options.exitCode === true };
    return planFleet(host, chosen.value, policies.of, flags);
  }
  const [member] = members;
  const result = await withDevice(host, member.reach, async (device) => {
    const made = await planPolicy(host, device, policies.of(member), member);
    return made.ok ? good(made.value?.plan) : made;
  });
  if (!result.ok) {
    tellProblems(host, [result.problem]);
    return exitCode.trouble;
  }
  const { value } = result;
  if (value === undefined) return exitCode.failed;
  if (options.json === true) {
    host.stdout.write(`${JSON.stringify(jsonPlan(value), undefined, 2)}\n`);
  } else {
    showPlan(host, value);
  }
  if (isRefused(value)) return exitCode.trouble;
  return options.exitCode === true && value.changes.length > 0 ? exitCode.pending : exitCode.well;
}
