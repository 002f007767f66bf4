import type { Command } from "commander";
import { jsonPlan } from "../../device/json-plan.js";
import { isRefused } from "../../device/plan.js";
import { good } from "../../device/problem.js";
import { printPlan } from "../../device/print-plan.js";
import { command, type Context } from "../command.js";
import { type ExitCode, exitCode } from "../exit-code.js";
import { wantsColour } from "../host.js";
import { type DeviceOptions, withDevice, withDeviceOptions } from "../open-device.js";
import { planPolicy, readyPolicy } from "../plan-policy.js";
import { inChunks, printChunks } from "../tell.js";
import { tellProblems } from "../tell-device.js";

interface Options extends DeviceOptions {
  readonly json?: true;
  readonly exitCode?: true;
  readonly trial?: true;
  readonly allowLockout?: true;
}

export function planCommand(context: Context): Command {
  return withDeviceOptions(
    command({
      usage: "plan <file>",
      summary: "what a push would change on a device",
      description:
        "Tells what a push would change on a device, in order, and why. Nothing is written there.\n" +
        "Only what is the policy's own is touched: what carries its comment, in its chains.",
      examples: [
        { command: "sinbinc plan edge.sbn -d lab:", what: "against a stand-in router, empty" },
        {
          command: "sinbinc plan edge.sbn -d routeros+tls://admin@192.0.2.1 --exit-code",
          what: "exit code 4 when there is something to do",
        },
      ],
    }),
  )
    .option("--json", "for a program: one JSON document on standard output")
    .option("--exit-code", "4 when changes are pending")
    .option("--trial", "everything but the bins' actions, which only count")
    .option("--allow-lockout", "plan also what may shut out this host")
    .action(async (path: string, options: Options) => {
      context.finish(await plan(context, path, options));
    });
}

async function plan({ host }: Context, path: string, options: Options): Promise<ExitCode> {
  const ready = readyPolicy(host, path, options.trial === true);
  if (!ready.ok) return ready.code;
  const result = await withDevice(host, options, async (device) => {
    const made = await planPolicy(host, device, ready.value, options.allowLockout === true);
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
    const colour = wantsColour(host, host.stdout);
    printChunks(host, inChunks(printPlan(value, { colour })));
    tellProblems(host, value.findings);
  }
  if (isRefused(value)) return exitCode.trouble;
  return options.exitCode === true && value.changes.length > 0 ? exitCode.pending : exitCode.well;
}
