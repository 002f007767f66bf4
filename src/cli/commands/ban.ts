import type { Command } from "commander";
import type { Device } from "../../device/device.js";
import type { Result } from "../../device/problem.js";
import { parseDuration } from "../../net/duration.js";
import { command, type Context } from "../command.js";
import { type ExitCode, exitCode } from "../exit-code.js";
import { type FleetOptions, withFleetOptions } from "../device-options.js";
import { chooseDevices, type Member } from "../fleet/choose-devices.js";
import type { Row } from "../fleet/fleet-report.js";
import { hostsFor, runFleet, tellRows, withPasswords } from "../fleet/run-fleet.js";
import type { Host } from "../host.js";
import { withDevice } from "../open-device.js";
import { policyNames } from "../plan-policy.js";
import { tellProblems } from "../tell-device.js";
import { UsageError } from "../usage-error.js";

interface Options extends FleetOptions {
  readonly for?: string;
}

export function banCommand(context: Context): Command {
  return withFleetOptions(
    command({
      usage: "ban <policy-and-address...>",
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
          command: "sinbinc ban 2001:db8:bad::/48 --for 2d --group branch",
          what: "a network, for two days, on the devices of a group of sinbin.toml",
        },
      ],
    }),
  )
    .usage("[options] [policy] <address>")
    .option("--for <time>", "how long, such as 2h")
    .action(async (words: readonly string[], options: Options) => {
      const { policy, address } = policyAndAddress(words);
      const time = options.for === undefined ? undefined : parseDuration(options.for);
      if (options.for !== undefined && time === undefined) {
        throw new UsageError(`\`${options.for}\` is no time`, "write it as 30m, 2h or 1d12h");
      }
      const change: ListChange = {
        act: (device, name) => device.ban(name, address, time),
        nothing: (name) => `no rule of ${name} there drops by a list`,
      };
      context.finish(await changeLists(context, options, policy, change));
    });
}

export function forgiveCommand(context: Context): Command {
  return withFleetOptions(
    command({
      usage: "forgive <policy-and-address...>",
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
  )
    .usage("[options] [policy] <address>")
    .action(async (words: readonly string[], options: FleetOptions) => {
      const { policy, address } = policyAndAddress(words);
      const change: ListChange = {
        act: (device, name) => device.forgive(name, address),
        nothing: (name) => `${address} is on no list of ${name}`,
      };
      context.finish(await changeLists(context, options, policy, change));
    });
}

/** The policy may be left to the devices, so the address is the last. */
function policyAndAddress(words: readonly string[]): {
  readonly policy: string | undefined;
  readonly address: string;
} {
  const [last = "", policy, more] = words.toReversed();
  if (more !== undefined)
    throw new UsageError("a policy and an address are all that is named here");
  return { policy, address: last };
}

interface ListChange {
  readonly act: (device: Device, policy: string) => Promise<Result<readonly string[]>>;
  /** What is said where there was nothing to do. */
  readonly nothing: (policy: string) => string;
}

async function changeLists(
  { host }: Context,
  options: FleetOptions,
  given: string | undefined,
  { act, nothing }: ListChange,
): Promise<ExitCode> {
  const chosen = await chooseDevices(host, options);
  if (!chosen.ok) return chosen.code;
  const { members, isFleet, turns } = chosen.value;
  const names = policyNames(host, members, given);
  if (!names.ok) return names.code;
  const one = async (member: Member, own: Host): Promise<Row> => {
    const policy = names.of(member);
    const result = await withDevice(own, member.reach, (device) => act(device, policy));
    if (!result.ok) return { outcome: "failed", code: exitCode.trouble, problem: result.problem };
    const lines = result.value.length === 0 ? [nothing(policy)] : result.value;
    for (const line of lines) own.stdout.write(`${line}\n`);
    return { outcome: "done", code: exitCode.well };
  };
  if (isFleet) {
    const ready = await withPasswords(host, members);
    return tellRows(
      host,
      await runFleet(hostsFor(host, ready, false), ready, turns, one).ended,
      undefined,
    );
  }
  const { code, problem } = await one(members[0], host);
  if (problem !== undefined) tellProblems(host, [problem]);
  return code;
}
