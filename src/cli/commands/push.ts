import type { Command } from "commander";
import { good } from "../../device/problem.js";
import { applyPlan } from "../apply-plan.js";
import { command, type Context } from "../command.js";
import { type ExitCode, exitCode } from "../exit-code.js";
import { type FleetOptions, withFleetOptions } from "../device-options.js";
import { chooseDevices } from "../fleet/choose-devices.js";
import { pushFleet } from "../fleet/push-fleet.js";
import { withDevice } from "../open-device.js";
import { planPolicy, readyPolicies } from "../plan-policy.js";
import { tellProblems } from "../tell-device.js";
import { UsageError } from "../usage-error.js";

interface Options extends FleetOptions {
  readonly json?: true;
  readonly yes?: true;
  readonly confirmWithin?: string;
  readonly trial?: true;
  readonly allowLockout?: true;
}

export function pushCommand(context: Context): Command {
  return withFleetOptions(
    command({
      usage: "push [file]",
      summary: "bring a policy to a device, safely",
      description:
        "Shows the plan, asks, and carries it out: on a router the new rules are put beside the old ones and read back,\n" +
        "then one jump is switched; a host's kernel changes them in one transaction. The device takes that back by\n" +
        "itself unless a new connection gets through in time. What the lists have learnt stays. For several devices all\n" +
        "plans come first, then one question; the first that fails stops those that were not begun.",
      examples: [
        { command: "sinbinc push edge.sbn -d routeros+tls://admin@192.0.2.1", what: "asks first" },
        {
          command: "sinbinc push --group branch --canary branch1 --yes",
          what: "to the devices of a group, one of them first",
        },
      ],
    }),
  )
    .option("-y, --yes", "do not ask")
    .option(
      "--confirm-within <seconds>",
      "the device takes back what is not confirmed by then (60)",
    )
    .option("--json", "for a program: one JSON document on standard output; with --yes")
    .option("--trial", "everything but the bins' actions, which only count")
    .option("--allow-lockout", "push also what may shut out this host")
    .action(async (path: string | undefined, options: Options) => {
      context.finish(await push(context, path, options));
    });
}

async function push(
  { host }: Context,
  path: string | undefined,
  options: Options,
): Promise<ExitCode> {
  const flags = { json: options.json === true, yes: options.yes === true };
  if (flags.json && !flags.yes) {
    throw new UsageError("--json is for programs, which nobody asks", "say --yes with it");
  }
  const chosen = await chooseDevices(host, options);
  if (!chosen.ok) return chosen.code;
  const { members, isFleet } = chosen.value;
  const policies = readyPolicies(host, members, path);
  if (!policies.ok) return policies.code;
  if (isFleet || flags.json) return pushFleet(host, chosen.value, policies.of, flags);
  const [member] = members;
  const result = await withDevice(host, member.reach, async (device) => {
    const again = (): ReturnType<typeof planPolicy> =>
      planPolicy(host, device, policies.of(member), member);
    const made = await again();
    if (!made.ok) return made;
    if (made.value === undefined) return good(exitCode.failed);
    const { name } = device.facts;
    const ended = await applyPlan(host, made.value, {
      yes: flags.yes,
      confirmWithin: member.confirmWithin,
      question: `Push this to ${name}?`,
      again,
    });
    return ended.ok ? good(ended.code) : ended;
  });
  if (result.ok) return result.value;
  tellProblems(host, [result.problem]);
  return exitCode.trouble;
}
