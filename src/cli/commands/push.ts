import type { Command } from "commander";
import { good } from "../../device/problem.js";
import { applyPlan } from "../apply-plan.js";
import { command, type Context } from "../command.js";
import { type ExitCode, exitCode } from "../exit-code.js";
import { type DeviceOptions, secondsOf, withDevice, withDeviceOptions } from "../open-device.js";
import { planPolicy, readyPolicy } from "../plan-policy.js";
import { tellProblems } from "../tell-device.js";

interface Options extends DeviceOptions {
  readonly yes?: true;
  readonly confirmWithin: string;
  readonly trial?: true;
  readonly allowLockout?: true;
}

export function pushCommand(context: Context): Command {
  return withDeviceOptions(
    command({
      usage: "push <file>",
      summary: "bring a policy to a device, safely",
      description:
        "Shows the plan, asks, and carries it out: on a router the new rules are put beside the old ones and read back,\n" +
        "then one jump is switched; a host's kernel changes them in one transaction. The device takes that back by\n" +
        "itself unless a new connection gets through in time. What the lists have learnt stays.",
      examples: [
        { command: "sinbinc push edge.sbn -d routeros+tls://admin@192.0.2.1", what: "asks first" },
        {
          command: "sinbinc push edge.sbn -d ssh://root@192.0.2.1 --yes",
          what: "to the nftables of a host behind ssh",
        },
      ],
    }),
  )
    .option("-y, --yes", "do not ask")
    .option(
      "--confirm-within <seconds>",
      "the device takes back what is not confirmed by then",
      "60",
    )
    .option("--trial", "everything but the bins' actions, which only count")
    .option("--allow-lockout", "push also what may shut out this host")
    .action(async (path: string, options: Options) => {
      context.finish(await push(context, path, options));
    });
}

async function push({ host }: Context, path: string, options: Options): Promise<ExitCode> {
  const confirmWithin = secondsOf("--confirm-within", options.confirmWithin);
  const ready = readyPolicy(host, path, options.trial === true);
  if (!ready.ok) return ready.code;
  const result = await withDevice(host, options, async (device) => {
    const again = (): ReturnType<typeof planPolicy> =>
      planPolicy(host, device, ready.value, options.allowLockout === true);
    const made = await again();
    if (!made.ok) return made;
    if (made.value === undefined) return good(exitCode.failed);
    const { name } = device.facts;
    const ended = await applyPlan(host, made.value, {
      yes: options.yes === true,
      confirmWithin,
      question: `Push this to ${name}?`,
      again,
    });
    return ended.ok ? good(ended.code) : ended;
  });
  if (result.ok) return result.value;
  tellProblems(host, [result.problem]);
  return exitCode.trouble;
}
