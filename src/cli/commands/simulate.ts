import { type Command, InvalidArgumentError } from "commander";
import { targets } from "../../../targets/index.js";
import { compileToRuleset } from "../../compile.js";
import { type Duration, parseDuration } from "../../net/duration.js";
import type { BackEnd } from "../../target/target.js";
import { type Host as Address, parseHost } from "../../trace/addresses.js";
import { traceFormats } from "../../trace/read-trace.js";
import { choose, chooseTarget, chooseVersion } from "../choose.js";
import { command, type Context, optionOf } from "../command.js";
import { type ExitCode, exitCode } from "../exit-code.js";
import { followed, hooksOf } from "../hooks-of.js";
import type { Host } from "../host.js";
import { readPolicy } from "../read-policy.js";
import { simulateTrace } from "../simulate-trace.js";
import { tellDiagnostics, tellTrouble } from "../tell.js";
import { UsageError } from "../usage-error.js";

interface Options {
  readonly trace: string;
  readonly traceFormat?: string;
  readonly runs: number;
  readonly seed: number;
  readonly target?: string;
  readonly targetVersion?: string;
  readonly hook?: string;
  readonly connectionTime: Duration;
  readonly json?: true;
  readonly why?: Address;
}

/** More worlds than that make no estimate better than anybody needs. */
const mostRuns = 10_000;

export function simulateCommand(context: Context): Command {
  return command({
    usage: "simulate <file>",
    summary: "what a policy does with a trace or a log",
    description:
      "Plays a trace of packets through a policy: who ends on which list, and what is dropped. A trace is a CSV\n" +
      "file with the header t,src,proto,dport[,state][,in][,dst][,length][,flags], or a log of sshd, of the\n" +
      "Linux kernel (UFW, nftables, iptables) or of RouterOS. `-` is standard input.",
    examples: [
      {
        command: "sinbinc simulate edge.sbn --trace /var/log/auth.log --runs 100",
        what: "who of last week would have been banned, and how surely",
      },
      {
        command: "sinbinc simulate edge.sbn --trace tries.csv --why 203.0.113.7",
        what: "what every rule did with that source's packets",
      },
    ],
  })
    .requiredOption("--trace <file>", "a CSV file or a log; - for standard input")
    .addOption(
      optionOf(
        "--trace-format <format>",
        "what the trace is, where that is not seen",
        traceFormats,
      ),
    )
    .option("--runs <count>", "how many worlds, which differ in their draws", runCount, 1)
    .option("--seed <number>", "the same seed gives the same draws", seedNumber, 1)
    .addOption(
      optionOf(
        "-t, --target <target>",
        "run what this target is given, by its laws",
        targets.map(({ id }) => id),
      ),
    )
    .option("--target-version <version>", "the version of the target, such as 7.20")
    .addOption(optionOf("--hook <hook>", "where packets go, after prerouting", followed))
    .option("--connection-time <duration>", "how long a connection counts for `conns`", duration, {
      milliseconds: 60_000,
    })
    .option("--why <address>", "the way of this source's packets, in the first run", sourceAddress)
    .option("--json", "one JSON document on standard output")
    .action((path: string, options: Options) => {
      context.finish(runSimulate(context.host, path, options));
    });
}

function runCount(text: string): number {
  const count = Number(text);
  if (/^[1-9]\d*$/u.test(text) && count <= mostRuns) return count;
  throw new InvalidArgumentError(`It is a number from 1 to ${mostRuns}.`);
}

function seedNumber(text: string): number {
  const seed = Number(text);
  if (/^\d+$/u.test(text) && Number.isSafeInteger(seed)) return seed;
  throw new InvalidArgumentError("It is a whole number from 0 to 2^53 - 1.");
}

function duration(text: string): Duration {
  const parsed = parseDuration(text);
  if (parsed !== undefined) return parsed;
  throw new InvalidArgumentError("It is a duration, such as 30s or 5m.");
}

function sourceAddress(text: string): Address {
  const host = parseHost(text);
  if (host !== undefined) return host;
  throw new InvalidArgumentError("It is an IPv4 or IPv6 address.");
}

function runSimulate(host: Host, path: string, options: Options): ExitCode {
  const { trace, why } = options;
  if (why !== undefined && options.json === true) {
    throw new UsageError("--why is for people, --json for programs", "leave out one of them");
  }
  if (path === "-" && trace === "-") {
    throw new UsageError("standard input cannot be both the policy and the trace");
  }
  const target = targetOf(options);
  const format = options.traceFormat && choose("trace format", options.traceFormat, traceFormats);
  const hook = options.hook && choose("hook", options.hook, followed);

  const source = readPolicy(host, path);
  if (!source.ok) {
    tellTrouble(host, source.why);
    return exitCode.trouble;
  }
  const { file, reader, nameOf, wrongBytes } = source.value;
  const compiled =
    wrongBytes === undefined
      ? compileToRuleset(file, reader)
      : { value: undefined, diagnostics: [wrongBytes] };
  const ruleset = compiled.value;
  const made = ruleset && target?.simulate(ruleset, target.version);
  tellDiagnostics(host, [...compiled.diagnostics, ...(made?.diagnostics ?? [])], nameOf);
  if (ruleset === undefined || (made !== undefined && made.value === undefined)) {
    return exitCode.failed;
  }
  return simulateTrace(host, ruleset, {
    trace,
    format: format || undefined,
    why,
    json: options.json === true,
    replay: {
      runs: options.runs,
      seed: options.seed,
      hooks: hooksOf(ruleset, hook || undefined),
      connectionTime: options.connectionTime.milliseconds,
      engine: made?.value,
    },
  });
}

interface SimulatedTarget {
  readonly version: string;
  readonly simulate: NonNullable<BackEnd["simulate"]>;
}

function targetOf(options: Options): SimulatedTarget | undefined {
  if (options.target === undefined) {
    if (options.targetVersion === undefined) return undefined;
    throw new UsageError("--target-version says nothing without --target");
  }
  const target = chooseTarget(options.target, targets);
  const { simulate } = target;
  if (simulate === undefined) {
    throw new UsageError(
      `${target.title} has no simulator`,
      "without --target the meaning of the policy is simulated",
    );
  }
  return { version: chooseVersion(options.targetVersion, target), simulate };
}
