import type { Command } from "commander";
import { good } from "../../device/problem.js";
import { applyPlan } from "../apply-plan.js";
import { command, type Context } from "../command.js";
import { type ExitCode, exitCode } from "../exit-code.js";
import { type DeviceOptions, withDeviceOptions } from "../device-options.js";
import { chooseDevice } from "../fleet/choose-devices.js";
import { withDevice } from "../open-device.js";
import { policyNames } from "../plan-policy.js";
import { tellProblems } from "../tell-device.js";

interface Options extends DeviceOptions {
  readonly yes?: true;
  readonly confirmWithin?: string;
}

export function removeCommand(context: Context): Command {
  return withDeviceOptions(
    command({
      usage: "remove [policy]",
      summary: "take a policy away from a device",
      description:
        "Takes everything of a policy away, also what an import has left: its ways in first, then its rules and\n" +
        "the entries that it brought. The policy goes by its name, that of its `policy` statement.",
      examples: [
        { command: "sinbinc remove edge -d routeros+tls://admin@192.0.2.1", what: "asks first" },
        {
          command: "sinbinc remove -d branch1 --yes",
          what: "that of a device of sinbin.toml; does not ask",
        },
      ],
    }),
  )
    .option("-y, --yes", "do not ask")
    .option(
      "--confirm-within <seconds>",
      "the device takes back what is not confirmed by then (60)",
    )
    .action(async (policy: string | undefined, options: Options) => {
      context.finish(await remove(context, policy, options));
    });
}

async function remove(
  { host }: Context,
  given: string | undefined,
  options: Options,
): Promise<ExitCode> {
  const chosen = await chooseDevice(host, options);
  if (!chosen.ok) return chosen.code;
  const member = chosen.value;
  const names = policyNames(host, [member], given);
  if (!names.ok) return names.code;
  const policy = names.of(member);
  const { confirmWithin } = member;
  const result = await withDevice(host, member.reach, async (device) => {
    const planned = await device.planRemoval(policy);
    if (!planned.ok) return planned;
    const ended = await applyPlan(host, planned.value, {
      yes: options.yes === true,
      confirmWithin,
      question: `Take ${policy} away from ${device.facts.name}?`,
      again: () => device.planRemoval(policy),
    });
    return ended.ok ? good(ended.code) : ended;
  });
  if (result.ok) return result.value;
  tellProblems(host, [result.problem]);
  return exitCode.trouble;
}
