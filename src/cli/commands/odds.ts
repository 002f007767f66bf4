import { type Command, Option } from "commander";
import { serviceNamed } from "../../check/symbols.js";
import { printSurvey } from "../../odds/print-survey.js";
import { surveyReport } from "../../odds/survey-report.js";
import { surveyOf } from "../../odds/survey.js";
import { lintRuleset } from "../../lint/lint.js";
import { oddsPage } from "../../report/page.js";
import { command, type Context } from "../command.js";
import { type ExitCode, exitCode } from "../exit-code.js";
import { readRuleset } from "../read-ruleset.js";
import { inChunks, printChunks } from "../tell.js";
import { writeArtifacts } from "../write-artifacts.js";

interface Options {
  readonly json?: true;
  readonly html?: string;
}

/** Columns of the bars on a terminal. */
const barColumns = 20;

export function oddsCommand(context: Context): Command {
  return command({
    usage: "odds <file>",
    summary: "whom the ladders of a policy will ban, and when",
    description:
      "Works out what the ladders of a policy do to those who come to it: the chance to be banned after so\n" +
      "many tries, for each service and pace, and the same for typical people and attackers.",
    examples: [
      { command: "sinbinc odds edge.sbn", what: "the table, before anybody is banned" },
      { command: "sinbinc odds --html odds.html edge.sbn", what: "a page to look at, in one file" },
    ],
  })
    .option("--json", "one JSON document on standard output")
    .addOption(
      new Option(
        "--html <path>",
        "one page with curves, for a browser; - is standard output",
      ).conflicts("json"),
    )
    .action((file: string, options: Options) => {
      context.finish(tellOdds(context, file, options));
    });
}

function tellOdds({ host }: Context, path: string, options: Options): ExitCode {
  const read = readRuleset(host, path);
  if (typeof read === "number") return read;
  const { ruleset, checked } = read;
  const survey = surveyOf(ruleset, (name) => serviceNamed(checked.symbols, name));
  if (options.html !== undefined) {
    const lines = oddsPage(ruleset, survey, lintRuleset(ruleset));
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
