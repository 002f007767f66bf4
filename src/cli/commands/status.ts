import type { Command } from "commander";
import { jsonStatus } from "../../device/json-status.js";
import { jsonStanding } from "../../device/json-standing.js";
import { printStanding } from "../../device/print-standing.js";
import { standingOf } from "../../device/standing.js";
import type { Status } from "../../device/status.js";
import { parseAddressText } from "../../net/address-text.js";
import { printStatus } from "../../device/print-status.js";
import { command, type Context } from "../command.js";
import { type ExitCode, exitCode } from "../exit-code.js";
import type { Host } from "../host.js";
import { type DeviceOptions, withDevice, withDeviceOptions } from "../open-device.js";
import { inChunks, printChunks } from "../tell.js";
import { tellProblems } from "../tell-device.js";
import { UsageError } from "../usage-error.js";

interface Options extends DeviceOptions {
  readonly json?: true;
  readonly address?: string;
}

export function statusCommand(context: Context): Command {
  return withDeviceOptions(
    command({
      usage: "status <policy>",
      summary: "who is on which list of a device, and what its rules count",
      description:
        "Tells how a policy stands on a device: who is on which of its lists and for how long, what its rules have\n" +
        "counted, and what somebody has changed by hand. Nothing is written there.",
      examples: [
        { command: "sinbinc status edge -d routeros+tls://admin@192.0.2.1", what: "in words" },
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
    .option("--json", "for a program: one JSON document on standard output")
    .action(async (policy: string, options: Options) => {
      context.finish(await status(context, policy, options));
    });
}

async function status({ host }: Context, policy: string, options: Options): Promise<ExitCode> {
  const { address } = options;
  if (address !== undefined && "error" in parseAddressText(address)) {
    throw new UsageError(`\`${address}\` is no address`, "write it as 203.0.113.7");
  }
  const result = await withDevice(host, options, (device) => device.status(policy));
  if (!result.ok) {
    tellProblems(host, [result.problem]);
    return exitCode.trouble;
  }
  show(host, result.value, options);
  return exitCode.well;
}

function show(host: Host, found: Status, { address, json }: Options): void {
  const standing = address === undefined ? undefined : standingOf(found, address);
  if (json === true) {
    const document = standing === undefined ? jsonStatus(found) : jsonStanding(standing);
    host.stdout.write(`${JSON.stringify(document, undefined, 2)}\n`);
    return;
  }
  printChunks(
    host,
    inChunks(standing === undefined ? printStatus(found) : printStanding(standing)),
  );
  tellProblems(host, found.findings);
}
