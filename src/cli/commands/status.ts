import type { Command } from "commander";
import type { Device } from "../../device/device.js";
import { jsonStatus } from "../../device/json-status.js";
import { jsonStanding } from "../../device/json-standing.js";
import { standingOf } from "../../device/standing.js";
import type { Status } from "../../device/status.js";
import { parseAddressText } from "../../net/address-text.js";
import { good, type Result } from "../../device/problem.js";
import { command, type Context } from "../command.js";
import { type ExitCode, exitCode } from "../exit-code.js";
import type { Host } from "../host.js";
import { type FleetOptions, withFleetOptions } from "../device-options.js";
import { chooseDevices } from "../fleet/choose-devices.js";
import { statusFleet } from "../fleet/status-fleet.js";
import { secondsOf, withDevice } from "../open-device.js";
import { policyNames } from "../plan-policy.js";
import { showStatus } from "../show-status.js";
import { tellProblems } from "../tell-device.js";
import { untilInterrupted } from "../until-interrupted.js";
import { UsageError } from "../usage-error.js";

interface Options extends FleetOptions {
  readonly json?: true;
  readonly address?: string;
  readonly watch?: string | true;
}

export function statusCommand(context: Context): Command {
  return withFleetOptions(
    command({
      usage: "status [policy]",
      summary: "who is on which list of a device, and what its rules count",
      description:
        "Tells how a policy stands on a device: who is on which of its lists and for how long, what its rules have\n" +
        "counted, and what somebody has changed by hand. Nothing is written there.",
      examples: [
        { command: "sinbinc status --group branch", what: "of the devices of a group, in words" },
        {
          command: "sinbinc status edge -d nft: --address 203.0.113.7",
          what: "where one address stands on this host, and what happens to it next",
        },
      ],
    }),
  )
    .option(
      "--address <address>",
      "where this one stands: its lists, until when, and what may happen next",
    )
    .option("--watch [seconds]", "again every so many seconds (2), until Ctrl-C")
    .option("--json", "for a program: one JSON document on standard output")
    .action(async (policy: string | undefined, options: Options) => {
      context.finish(await status(context, policy, options));
    });
}

async function status(
  { host }: Context,
  given: string | undefined,
  options: Options,
): Promise<ExitCode> {
  const { address, watch } = options;
  if (address !== undefined && "error" in parseAddressText(address)) {
    throw new UsageError(`\`${address}\` is no address`, "write it as 203.0.113.7");
  }
  const seconds =
    watch === undefined ? undefined : secondsOf("--watch", watch === true ? "2" : watch);
  const chosen = await chooseDevices(host, options);
  if (!chosen.ok) return chosen.code;
  const { members, isFleet } = chosen.value;
  if (isFleet && watch !== undefined) throw new UsageError("--watch is for one device at a time");
  const names = policyNames(host, members, given);
  if (!names.ok) return names.code;
  if (isFleet) {
    return statusFleet(host, chosen.value, names.of, { json: options.json === true, address });
  }
  const [member] = members;
  const policy = names.of(member);
  const result = await withDevice(host, member.reach, async (device) => {
    if (seconds !== undefined) return watchStatus(host, device, policy, seconds, options);
    const found = await device.status(policy);
    if (found.ok) show(host, found.value, options);
    return found;
  });
  if (result.ok) return exitCode.well;
  tellProblems(host, [result.problem]);
  return exitCode.trouble;
}

/** Shows it again and again, in the same place of a terminal; ends by Ctrl-C, or when nobody reads any more. */
async function watchStatus(
  host: Host,
  device: Device,
  policy: string,
  seconds: number,
  options: Options,
): Promise<Result<undefined>> {
  const interruption = untilInterrupted();
  const stopped = interruption.signal.then(() => "stopped" as const);
  try {
    for (;;) {
      const found = await Promise.race([device.status(policy), stopped]);
      if (found === "stopped") return good(undefined);
      if (!found.ok) return found;
      if (host.stdout.isTerminal) host.stdout.write(home);
      show(host, found.value, options);
      // A line between one and the next; a JSON document has one of its own.
      if (!host.stdout.write(options.json === true ? "" : "\n")) return good(undefined);
      let timer: NodeJS.Timeout | undefined;
      const pause = new Promise<void>((resolve) => (timer = setTimeout(resolve, seconds * 1000)));
      const ended = await Promise.race([pause, stopped]);
      clearTimeout(timer);
      if (ended === "stopped") return good(undefined);
    }
  } finally {
    interruption.forget();
  }
}

/** To the upper left, and all below it away. */
const home = "\u001B[H\u001B[J";

function show(host: Host, found: Status, { address, json, watch }: Options): void {
  if (json !== true) {
    showStatus(host, found, address);
    return;
  }
  const standing = address === undefined ? undefined : standingOf(found, address);
  const document = standing === undefined ? jsonStatus(found) : jsonStanding(standing);
  // Watched, each is one line, for what reads lines.
  const indent = watch === undefined ? 2 : undefined;
  host.stdout.write(`${JSON.stringify(document, undefined, indent)}\n`);
}
