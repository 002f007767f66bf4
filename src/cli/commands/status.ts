import type { Command } from "commander";
import { jsonStatus } from "../../device/json-status.js";
import { printStatus } from "../../device/print-status.js";
import type { StatusEntry } from "../../device/status.js";
import type { AddressRange } from "../../net/address.js";
import { parseAddressText } from "../../net/address-text.js";
import { command, type Context } from "../command.js";
import { type ExitCode, exitCode } from "../exit-code.js";
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
          command: "sinbinc status edge -d routeros+tls://admin@192.0.2.1 --json",
          what: "for a program",
        },
      ],
    }),
  )
    .option("--address <address>", "only the entries of lists that are it, or hold it")
    .option("--json", "for a program: one JSON document on standard output")
    .action(async (policy: string, options: Options) => {
      context.finish(await status(context, policy, options));
    });
}

async function status({ host }: Context, policy: string, options: Options): Promise<ExitCode> {
  const wanted = options.address === undefined ? undefined : parseAddressText(options.address);
  if (wanted !== undefined && "error" in wanted) {
    throw new UsageError(`\`${options.address ?? ""}\` is no address`, "write it as 203.0.113.7");
  }
  const result = await withDevice(host, options, (device) => device.status(policy));
  if (!result.ok) {
    tellProblems(host, [result.problem]);
    return exitCode.trouble;
  }
  const { entries } = result.value;
  const found = wanted === undefined ? entries : entries.filter((entry) => holds(entry, wanted));
  const shown = { ...result.value, entries: found };
  if (options.json === true) {
    host.stdout.write(`${JSON.stringify(jsonStatus(shown), undefined, 2)}\n`);
  } else {
    printChunks(host, inChunks(printStatus(shown)));
    tellProblems(host, result.value.findings);
  }
  return exitCode.well;
}

function holds({ address }: StatusEntry, wanted: AddressRange): boolean {
  const range = parseAddressText(address);
  if ("error" in range || range.family !== wanted.family) return false;
  return range.first <= wanted.first && wanted.last <= range.last;
}
