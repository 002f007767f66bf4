import type { Command } from "commander";
import { targets } from "../../../targets/index.js";
import { compile, compileToRuleset } from "../../compile.js";
import { type Outcome } from "../../diagnostics/diagnostic.js";
import { printRuleset } from "../../ir/print.js";
import type { SourceReader } from "../../load/source-reader.js";
import type { SourceFile } from "../../source/source-file.js";
import type { Artifact } from "../../target/target.js";
import { choose, chooseTarget, chooseVersion } from "../choose.js";
import { command, type Context, optionOf } from "../command.js";
import { type ExitCode, exitCode } from "../exit-code.js";
import { readPolicy } from "../read-policy.js";
import { tellDiagnostics, tellTrouble } from "../tell.js";
import { UsageError } from "../usage-error.js";
import { writeArtifacts } from "../write-artifacts.js";

interface Options {
  readonly target?: string;
  readonly output: string;
  readonly targetVersion?: string;
  readonly format?: string;
  readonly emit?: string;
  readonly trial?: true;
}

const targetIds: readonly string[] = targets.map(({ id }) => id);

type Compiler = (file: SourceFile, reader: SourceReader) => Outcome<readonly Artifact[]>;

export function compileCommand(context: Context): Command {
  return command({
    usage: "compile <file>",
    summary: "compile a policy for a target",
    description:
      "Compiles a policy for a target. `-` is standard input. Nothing is written when there are errors.",
    examples: [
      {
        command: "sinbinc compile edge.sbn --target nftables -o /etc/nftables.d/edge.nft",
        what: "an nftables ruleset, written in one step",
      },
      {
        command: "sinbinc compile edge.sbn --target routeros --target-version 7.20 | ssh router",
        what: "RouterOS commands on standard output",
      },
    ],
  })
    .addOption(optionOf("-t, --target <target>", "what to compile for", targetIds))
    .option("-o, --output <file>", "a file, a folder, or - for standard output", "-")
    .option("--target-version <version>", "the version of the target, such as 7.20")
    .option("--format <format>", "one of the target's formats; see `sinbinc targets`")
    .addOption(optionOf("--emit <what>", "the policy with its ladders as chains", ["ir"]))
    .option("--trial", "everything but the bins' actions, which only count")
    .action((path: string, options: Options) => {
      context.finish(runCompile(context, path, options));
    });
}

function runCompile({ host }: Context, path: string, options: Options): ExitCode {
  const compiler = compilerFor(options);
  const source = readPolicy(host, path);
  if (!source.ok) {
    tellTrouble(host, source.why);
    return exitCode.trouble;
  }
  const { file, reader, nameOf, wrongBytes } = source.value;
  const { value, diagnostics } =
    wrongBytes === undefined
      ? compiler(file, reader)
      : { value: undefined, diagnostics: [wrongBytes] };
  tellDiagnostics(host, diagnostics, nameOf);
  if (value === undefined) return exitCode.failed;
  return writeArtifacts(host, value, options.output, path);
}

function compilerFor(options: Options): Compiler {
  if (options.emit !== undefined) {
    choose("thing to emit", options.emit, ["ir"]);
    for (const [flag, value] of [
      ["--target", options.target],
      ["--target-version", options.targetVersion],
      ["--format", options.format],
    ]) {
      if (value !== undefined) throw new UsageError(`${flag ?? ""} says nothing beside --emit ir`);
    }
    return (file, reader) => rulesetAsText(file, reader, options.trial === true);
  }
  if (options.target === undefined) {
    throw new UsageError(
      "compile needs a target",
      `add --target with one of: ${targetIds.join(", ")}`,
    );
  }
  const target = chooseTarget(options.target, targets);
  const version = chooseVersion(options.targetVersion, target);
  const wanted = options.format ?? target.formats[0] ?? "";
  const format = choose(`${target.title} format`, wanted, target.formats);
  const trial = options.trial === true;
  return (file, reader) => compile(file, target, { version, format, trial }, reader);
}

function rulesetAsText(
  file: SourceFile,
  reader: SourceReader,
  trial: boolean,
): Outcome<readonly Artifact[]> {
  const { value, diagnostics } = compileToRuleset(file, reader, { trial });
  if (value === undefined) return { value, diagnostics };
  return { value: [{ name: `${value.policy}.sbn`, lines: printRuleset(value) }], diagnostics };
}
