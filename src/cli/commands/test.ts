import type { Command } from "commander";
import type { Judgement } from "../../odds/expectation.js";
import { choose } from "../choose.js";
import { command, type Context, optionOf } from "../command.js";
import { type ExitCode, exitCode, worse } from "../exit-code.js";
import { judgeAll } from "../judge-all.js";
import { readRuleset } from "../read-ruleset.js";
import { inChunks, printChunks } from "../tell.js";
import { type ExpectationReport, expectationReport, tap } from "../test-report.js";

const formats = ["tap", "json"] as const;

interface Options {
  readonly format: string;
  readonly json?: true;
}

export function testCommand(context: Context): Command {
  return command({
    usage: "test <files...>",
    summary: "see whether policies keep their `expect` statements",
    description:
      "Works out the odds that the `expect` statements of policies ask for, and says which do not hold.\n" +
      "The exit code is 1 when one of them does not, or cannot be decided.",
    examples: [
      { command: "sinbinc test edge.sbn", what: "what is expected, with the figure beside it" },
      { command: "sinbinc test --json policies/*.sbn", what: "for a program" },
    ],
  })
    .addOption(optionOf("--format <format>", "how to tell it", formats).default("tap"))
    .option("--json", "the same as --format json")
    .action((files: string[], options: Options) => {
      context.finish(test(context, files, options));
    });
}

function test({ host }: Context, paths: readonly string[], options: Options): ExitCode {
  const format = options.json === true ? "json" : choose("format", options.format, formats);
  const judgements: Judgement[] = [];
  const reports: ExpectationReport[] = [];
  let code: ExitCode = exitCode.well;
  for (const path of paths) {
    const read = readRuleset(host, path);
    if (typeof read === "number") {
      code = worse(code, read);
      continue;
    }
    const judged = judgeAll(read);
    if (judged.some(({ verdict }) => verdict !== "met")) code = worse(code, exitCode.failed);
    judgements.push(...judged);
    reports.push(...judged.map((judgement) => expectationReport(judgement, read.nameOf)));
  }
  if (format === "json") {
    host.stdout.write(`${JSON.stringify({ expectations: reports }, undefined, 2)}\n`);
  } else {
    printChunks(host, inChunks(tap(judgements)));
  }
  return code;
}
