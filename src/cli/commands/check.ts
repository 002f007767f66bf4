import type { Command } from "commander";
import { targets } from "../../../targets/index.js";
import { compile, compileToRuleset } from "../../compile.js";
import { type Diagnostic, hasErrors } from "../../diagnostics/diagnostic.js";
import { jsonReport } from "../../diagnostics/render/json.js";
import { sarifLog } from "../../diagnostics/render/sarif.js";
import type { SourceFile } from "../../source/source-file.js";
import { choose, chooseTarget, chooseVersion } from "../choose.js";
import { command, type Context, optionOf } from "../command.js";
import { type ExitCode, exitCode, worse } from "../exit-code.js";
import { programVersion } from "../program-version.js";
import { type PolicySource, readPolicy } from "../read-policy.js";
import { tellDiagnostics, tellTrouble } from "../tell.js";
import { UsageError } from "../usage-error.js";

const formats = ["pretty", "json", "sarif"] as const;

const targetIds: readonly string[] = targets.map(({ id }) => id);

interface Options {
  readonly format: string;
  readonly json?: true;
  readonly target?: string;
  readonly targetVersion?: string;
}

export function checkCommand(context: Context): Command {
  return command({
    usage: "check <files...>",
    summary: "tell all that is wrong with policies",
    description:
      "Tells all errors and warnings of policies, on standard error, and nothing when there are none.\n" +
      "With --target also what that target cannot express.",
    examples: [
      { command: "sinbinc check edge.sbn", what: "errors and warnings, in words" },
      {
        command: "sinbinc check --target routeros --format json policies/*.sbn",
        what: "for a program: one JSON document on standard output",
      },
    ],
  })
    .addOption(optionOf("--format <format>", "how to tell them", formats).default("pretty"))
    .option("--json", "the same as --format json")
    .addOption(
      optionOf("-t, --target <target>", "include what this target cannot express", targetIds),
    )
    .option("--target-version <version>", "the version of the target, such as 7.20")
    .action((files: string[], options: Options) => {
      context.finish(check(context, files, options));
    });
}

function check({ host }: Context, paths: readonly string[], options: Options): ExitCode {
  const format = options.json === true ? "json" : choose("format", options.format, formats);
  const diagnose = diagnosis(options);
  const names = new Map<SourceFile, string>();
  const nameOf = (file: SourceFile): string => names.get(file) ?? file.name;
  const found: Diagnostic[] = [];
  let code: ExitCode = exitCode.well;
  for (const path of paths) {
    const source = readPolicy(host, path);
    if (!source.ok) {
      tellTrouble(host, source.why);
      code = worse(code, exitCode.trouble);
      continue;
    }
    const diagnostics = diagnose(source.value);
    for (const { span, labels } of diagnostics) {
      for (const { file } of [span, ...labels.map((label) => label.span)]) {
        names.set(file, source.value.nameOf(file));
      }
    }
    if (hasErrors(diagnostics)) code = worse(code, exitCode.failed);
    found.push(...diagnostics);
  }
  if (format === "json") {
    host.stdout.write(`${JSON.stringify(jsonReport(found, nameOf), undefined, 2)}\n`);
  } else if (format === "sarif") {
    const log = sarifLog(found, programVersion(host), nameOf);
    host.stdout.write(`${JSON.stringify(log, undefined, 2)}\n`);
  } else {
    tellDiagnostics(host, found, nameOf);
  }
  return code;
}

function diagnosis(options: Options): (source: PolicySource) => readonly Diagnostic[] {
  if (options.target === undefined) {
    if (options.targetVersion !== undefined) {
      throw new UsageError("--target-version says nothing without --target");
    }
    return ({ file, reader, wrongBytes }) =>
      wrongBytes === undefined ? compileToRuleset(file, reader).diagnostics : [wrongBytes];
  }
  const target = chooseTarget(options.target, targets);
  const version = chooseVersion(options.targetVersion, target);
  const format = target.formats[0] ?? "";
  return ({ file, reader, wrongBytes }) =>
    wrongBytes === undefined
      ? compile(file, target, { version, format }, reader).diagnostics
      : [wrongBytes];
}
