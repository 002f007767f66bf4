import { type Command, InvalidArgumentError } from "commander";
import { analyse, compileToRuleset } from "../../compile.js";
import { catalog } from "../../diagnostics/catalog.js";
import { explainLine } from "../../explain/explain-line.js";
import { explainPolicy } from "../../explain/explain-policy.js";
import { choose } from "../choose.js";
import { command, type Context } from "../command.js";
import { type ExitCode, exitCode } from "../exit-code.js";
import type { Host } from "../host.js";
import { readPolicy, shownPath } from "../read-policy.js";
import { inChunks, printChunks, tellDiagnostics, tellTrouble } from "../tell.js";
import { UsageError } from "../usage-error.js";

interface Options {
  readonly rule?: number;
}

export function explainCommand(context: Context): Command {
  return command({
    usage: "explain <code-or-file>",
    summary: "a diagnostic's page, or a policy in words",
    description:
      "Explains a diagnostic by its code, or a policy: what happens to a packet, step by step, and\n" +
      "what its ladders are as chains.",
    examples: [
      { command: "sinbinc explain SB2001", what: "what this diagnostic means, and what to do" },
      { command: "sinbinc explain edge.sbn --rule 12", what: "the rules of line 12 in words" },
    ],
  })
    .option("--rule <line>", "only the rules of this line of the file", lineNumber)
    .action((subject: string, options: Options) => {
      const isCode = /^SB\d+$/iu.test(subject);
      context.finish(
        isCode
          ? explainCode(context.host, subject.toUpperCase(), options)
          : explainFile(context.host, subject, options.rule),
      );
    });
}

function lineNumber(text: string): number {
  if (!/^[1-9]\d{0,8}$/u.test(text)) throw new InvalidArgumentError("It is a line number, from 1.");
  return Number(text);
}

function explainCode(host: Host, subject: string, options: Options): ExitCode {
  if (options.rule !== undefined) throw new UsageError("--rule is for a file, not for a code");
  const code = choose("diagnostic", subject, Object.keys(catalog));
  const page = host.readOwn(`docs/diagnostics/${code}.md`);
  if (page === undefined) {
    tellTrouble(host, `the page of ${code} is missing; the package is not whole, install it again`);
    return exitCode.trouble;
  }
  host.stdout.write(page);
  return exitCode.well;
}

function explainFile(host: Host, path: string, line: number | undefined): ExitCode {
  const source = readPolicy(host, path);
  if (!source.ok) {
    tellTrouble(host, source.why);
    return exitCode.trouble;
  }
  const { file, reader, nameOf, wrongBytes } = source.value;
  const { value: ruleset, diagnostics } =
    wrongBytes === undefined
      ? compileToRuleset(file, reader)
      : { value: undefined, diagnostics: [wrongBytes] };
  tellDiagnostics(host, diagnostics, nameOf);
  if (ruleset === undefined) return exitCode.failed;
  const checked = analyse(file, reader);
  if (line === undefined) {
    printChunks(host, inChunks(explainPolicy(checked, ruleset)));
    return exitCode.well;
  }
  const lines = explainLine(ruleset, line);
  if (lines.length === 0) {
    throw new UsageError(
      `no rule stands on line ${String(line)} of ${shownPath(path)}`,
      "name the line of a rule, or of a part of a ladder",
    );
  }
  printChunks(host, inChunks(lines));
  return exitCode.well;
}
