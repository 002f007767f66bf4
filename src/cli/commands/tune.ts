import type { Command } from "commander";
import { printExpectation } from "../../ast/print-nodes.js";
import { analyse, compileToRuleset } from "../../compile.js";
import { originOf, sourceFile } from "../../source/source-file.js";
import { type Judgement } from "../../odds/expectation.js";
import { judgementInWords } from "../../odds/judgement-words.js";
import { edited } from "../../tune/edit.js";
import { tune, type Tuning } from "../../tune/tune.js";
import { command, type Context } from "../command.js";
import { type ExitCode, exitCode } from "../exit-code.js";
import type { Host } from "../host.js";
import { judgeAll } from "../judge-all.js";
import { readPolicy } from "../read-policy.js";
import { type ReadRuleset, readRuleset } from "../read-ruleset.js";
import { tellTrouble } from "../tell.js";
import { UsageError } from "../usage-error.js";

interface Options {
  readonly write?: true;
}

export function tuneCommand(context: Context): Command {
  return command({
    usage: "tune <file>",
    summary: "find the odds of a ladder that meet what is expected",
    description:
      "Looks for rungs, timeouts and whole-percent odds that meet the `expect` statements of a policy with\n" +
      "room to spare, and prints the ladder. Says which expectations contradict when there are none.",
    examples: [
      {
        command: "sinbinc tune edge.sbn",
        what: "the ladder to paste, with figures before and after",
      },
      { command: "sinbinc tune --write edge.sbn", what: "change rungs and odds in the file" },
    ],
  })
    .option("--write", "change the file; comments and all else stay")
    .action((file: string, options: Options) => {
      context.finish(tunePolicy(context.host, file, options));
    });
}

function tunePolicy(host: Host, path: string, { write }: Options): ExitCode {
  if (write === true && path === "-") throw new UsageError("there is no file to write");
  const read = readRuleset(host, path);
  if (typeof read === "number") return read;
  const tuning = tune(read.checked, read.ruleset);
  switch (tuning.kind) {
    case "refused":
      tellTrouble(host, `${tuning.why}\n  ${tuning.help}`);
      return exitCode.failed;
    case "contradiction":
      host.stderr.write(contradictionInWords(tuning));
      return exitCode.failed;
    case "found":
      return tellFound(host, path, read, tuning, write === true);
  }
}

function contradictionInWords({ statements }: Extract<Tuning, { kind: "contradiction" }>): string {
  const lines = statements.map(
    (statement) =>
      `  ${originOf(statement.span)}: ${statement.title.text}: ${printExpectation(statement)}\n`,
  );
  const [only] = lines;
  return only !== undefined && lines.length === 1
    ? `No ladder of 2 to 9 rungs meets this expectation:\n${only}`
    : `No ladder of 2 to 9 rungs meets these expectations together:\n${lines.join("")}`;
}

function tellFound(
  host: Host,
  path: string,
  read: ReadRuleset,
  { ladder, edits }: Extract<Tuning, { kind: "found" }>,
  write: boolean,
): ExitCode {
  const { file } = ladder.span;
  const source = readPolicy(host, path);
  if (!source.ok) {
    tellTrouble(host, source.why);
    return exitCode.trouble;
  }
  const text = edited(file.text, edits);
  const changed = sourceFile(file.name, text);
  const { reader, nameOf } = source.value;
  if (source.value.file.name !== file.name) {
    tellTrouble(
      host,
      `the ladder stands in ${nameOf(file)}; tune that file, with its expectations`,
    );
    return exitCode.failed;
  }
  const { value: ruleset } = compileToRuleset(changed, reader);
  if (ruleset === undefined) throw new Error("a tuned policy does not compile");
  const before = judgeAll(read);
  const after = judgeAll({ checked: analyse(changed, reader), ruleset, nameOf });
  const start = ladder.span.start;
  const length = text.length - file.text.length;
  host.stdout.write(`${text.slice(start, ladder.span.end + length)}\n`);
  host.stderr.write(comparison(before, after));
  if (after.some(({ verdict }) => verdict !== "met")) return exitCode.failed;
  if (!write) return exitCode.well;
  const written = host.write([{ path, chunks: [text] }]);
  if (written.ok) return exitCode.well;
  tellTrouble(host, written.why);
  return exitCode.trouble;
}

function comparison(before: readonly Judgement[], after: readonly Judgement[]): string {
  return after
    .map((judgement, index) => {
      const old = before[index];
      const lines = [
        `${judgement.statement.title.text}: ${printExpectation(judgement.statement)}`,
        ...(old === undefined ? [] : [`  before: ${judgementInWords(old)}: ${old.verdict}`]),
        `  after:  ${judgementInWords(judgement)}: ${judgement.verdict}`,
      ];
      return `${lines.join("\n")}\n`;
    })
    .join("");
}
