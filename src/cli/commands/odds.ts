import { type Command, Option } from "commander";
import { serviceNamed } from "../../check/symbols.js";
import type { HookPoint, Ruleset } from "../../ir/ruleset.js";
import { expectationsOf } from "../../lint/expectation.js";
import { lintRuleset } from "../../lint/lint.js";
import { printSurvey } from "../../odds/print-survey.js";
import { printTrace } from "../../odds/print-trace.js";
import { surveyReport } from "../../odds/survey-report.js";
import { surveyOf } from "../../odds/survey.js";
import { type TraceOdds, traceOdds } from "../../odds/trace-odds.js";
import { traceSummary } from "../../odds/trace-summary.js";
import { oddsPage } from "../../report/page.js";
import { traceFormats } from "../../trace/read-trace.js";
import { choose } from "../choose.js";
import { command, type Context, optionOf } from "../command.js";
import { type ExitCode, exitCode } from "../exit-code.js";
import { followed, hooksOf } from "../hooks-of.js";
import type { Host } from "../host.js";
import { openTrace, type TraceChoice } from "../open-trace.js";
import { type ReadRuleset, readRuleset } from "../read-ruleset.js";
import { traceDocumentPieces } from "../show-trace-odds.js";
import { inChunks, printChunks } from "../tell.js";
import { UsageError } from "../usage-error.js";
import { writeArtifacts } from "../write-artifacts.js";

interface Options {
  readonly json?: true;
  readonly html?: string;
  readonly trace?: string;
  readonly traceFormat?: string;
  readonly hook?: string;
}

/** Columns of the bars on a terminal. */
const barColumns = 20;

export function oddsCommand(context: Context): Command {
  return command({
    usage: "odds <file>",
    summary: "whom the ladders of a policy will ban, and when",
    description:
      "Works out what the ladders of a policy do to those who come to it: the chance to be banned after so\n" +
      "many tries, for each service and pace, and the same for typical people and attackers. With --trace,\n" +
      "for each source of a trace or a log, as `simulate` takes them, instead.",
    examples: [
      { command: "sinbinc odds edge.sbn", what: "the table, before anybody is banned" },
      {
        command: "sinbinc odds edge.sbn --trace /var/log/auth.log",
        what: "who of last week would have been banned, and whether you are among them",
      },
    ],
  })
    .option("--json", "one JSON document on standard output")
    .addOption(
      new Option(
        "--html <path>",
        "one page with curves, for a browser; - is standard output",
      ).conflicts("json"),
    )
    .option("--trace <file>", "a CSV file or a log; - for standard input")
    .addOption(
      optionOf(
        "--trace-format <format>",
        "what the trace is, where that is not seen",
        traceFormats,
      ),
    )
    .addOption(optionOf("--hook <hook>", "where packets go, after prerouting", followed))
    .action((file: string, options: Options) => {
      context.finish(tellOdds(context.host, file, options));
    });
}

/** Where the odds of a trace come from. */
interface Trace extends TraceChoice {
  readonly hook: HookPoint | undefined;
}

function tellOdds(host: Host, path: string, options: Options): ExitCode {
  const trace = traceOf(options);
  if (path === "-" && trace?.trace === "-") {
    throw new UsageError("standard input cannot be both the policy and the trace");
  }
  const read = readRuleset(host, path);
  if (typeof read === "number") return read;
  const { ruleset } = read;
  if (trace === undefined) return tellSurvey(host, path, options, read, undefined);
  const odds = oddsOfTrace(host, ruleset, trace);
  if (typeof odds === "number") return odds;
  if (options.html !== undefined) return tellSurvey(host, path, options, read, odds);
  const pieces =
    options.json === true
      ? traceDocumentPieces(ruleset.policy, odds)
      : inChunks(printTrace(traceSummary(odds)));
  printChunks(host, pieces);
  return exitCode.well;
}

function traceOf({ trace, traceFormat, hook }: Options): Trace | undefined {
  if (trace === undefined) {
    if (traceFormat === undefined && hook === undefined) return undefined;
    throw new UsageError("--trace-format and --hook say nothing without --trace");
  }
  return {
    trace,
    format:
      traceFormat === undefined ? undefined : choose("trace format", traceFormat, traceFormats),
    hook: hook === undefined ? undefined : choose("hook", hook, followed),
  };
}

/** @returns the exit code when there is no going on */
function oddsOfTrace(host: Host, ruleset: Ruleset, trace: Trace): TraceOdds | ExitCode {
  const odds = traceOdds(ruleset, hooksOf(ruleset, trace.hook));
  let packets = 0;
  const opened = openTrace(host, ruleset, trace, () => packets);
  if (typeof opened === "number") return opened;
  const { items, remarks } = opened;
  for (const item of items) {
    if (remarks.isFatal() || item.kind === "wrong") continue;
    if (item.kind === "login") {
      odds.login(item.source);
      continue;
    }
    packets++;
    odds.play(item.packet);
  }
  remarks.tell(host);
  return remarks.isFatal() ? exitCode.failed : odds;
}

function tellSurvey(
  host: Host,
  path: string,
  options: Options,
  { ruleset, checked }: ReadRuleset,
  trace: TraceOdds | undefined,
): ExitCode {
  const survey = surveyOf(ruleset, (name) => serviceNamed(checked.symbols, name));
  if (options.html !== undefined) {
    const summary = trace && traceSummary(trace);
    const lines = oddsPage(ruleset, survey, lintRuleset(ruleset, expectationsOf(checked)), summary);
    return writeArtifacts(host, [{ name: "odds.html", lines }], options.html, path);
  }
  if (options.json === true) {
    host.stdout.write(`${JSON.stringify(surveyReport(ruleset, survey), undefined, 2)}\n`);
  } else {
    const bars = host.stdout.isTerminal ? barColumns : 0;
    printChunks(host, inChunks(printSurvey(survey, bars)));
  }
  return exitCode.well;
}
