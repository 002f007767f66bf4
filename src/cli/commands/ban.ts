import type { Command } from "commander";
import type { Device } from "../../device/device.js";
import type { Result } from "../../device/problem.js";
import { parseDuration } from "../../net/duration.js";
import { command, type Context } from "../command.js";
import { type ExitCode, exitCode } from "../exit-code.js";
import { type DeviceOptions, withDevice, withDeviceOptions } from "../open-device.js";
import { tellProblems } from "../tell-device.js";
import { UsageError } from "../usage-error.js";

interface Options extends DeviceOptions {
  readonly for?: string;
}

export function banCommand(context: Context): Command {
  return withDeviceOptions(
    command({
      usage: "ban <policy> <address>",
      summary: "put an address in the bin of a device",
      description:
        "Puts an address, or a network, on every list by which a policy drops, for the time that the policy itself\n" +
        "lists for, or for that of --for. A longer time that is running is left. One's own address is refused.",
      examples: [
        {
          command: "sinbinc ban edge 203.0.113.7 -d routeros://admin@192.0.2.1",
          what: "as the policy would",
        },
        {
          command: "sinbinc ban edge 2001:db8:bad::/48 --for 2d -d routeros://admin@192.0.2.1",
          what: "a network, for two days",
        },
      ],
    }),
  )
    .option("--for <time>", "how long, such as 2h")
    .action(async (policy: string, address: string, options: Options) => {
      const time = options.for === undefined ? undefined : parseDuration(options.for);
      if (options.for !== undefined && time === undefined) {
        throw new UsageError(`\`${options.for}\` is no time`, "write it as 30m, 2h or 1d12h");
      }
      const act = (device: Device): Promise<Result<readonly string[]>> =>
        device.ban(policy, address, time);
      const none = `no rule of ${policy} there drops by a list`;
      context.finish(await changeLists(context, options, act, none));
    });
}

export function forgiveCommand(context: Context): Command {
  return withDeviceOptions(
    command({
      usage: "forgive <policy> <address>",
      summary: "take an address off every list of a policy on a device",
      description:
        "Takes an address off every list of a policy that packets or `ban` have put it on: the bin and the rungs.\n" +
        "What the policy's own text lists stays.",
      examples: [
        {
          command: "sinbinc forgive edge 203.0.113.7 -d routeros://admin@192.0.2.1",
          what: "one host",
        },
        {
          command: "sinbinc forgive edge 2001:db8::7 -d routeros://admin@192.0.2.1",
          what: "IPv6 too",
        },
      ],
    }),
  ).action(async (policy: string, address: string, options: Options) => {
    const act = (device: Device): Promise<Result<readonly string[]>> =>
      device.forgive(policy, address);
    context.finish(
      await changeLists(context, options, act, `${address} is on no list of ${policy}`),
    );
  });
}

async function changeLists(
  { host }: Context,
  options: DeviceOptions,
  act: (device: Device) => Promise<Result<readonly string[]>>,
  nothing: string,
): Promise<ExitCode> {
  const result = await withDevice(host, options, act);
  if (!result.ok) {
    tellProblems(host, [result.problem]);
    return exitCode.trouble;
  }
  const lines = result.value.length === 0 ? [nothing] : result.value;
  for (const line of lines) host.stdout.write(`${line}\n`);
  return exitCode.well;
}
