import type { Command } from "commander";
import { parsePolicy } from "../../../grammar/index.js";
import { printPolicy } from "../../ast/print.js";
import { hasErrors } from "../../diagnostics/diagnostic.js";
import { command, type Context } from "../command.js";
import { type ExitCode, exitCode, worse } from "../exit-code.js";
import type { Host } from "../host.js";
import { type PolicySource, readPolicy, shownPath } from "../read-policy.js";
import { tellDiagnostics, tellTrouble } from "../tell.js";
import { UsageError } from "../usage-error.js";

interface Options {
  readonly check?: true;
  readonly write?: true;
}

export function fmtCommand(context: Context): Command {
  return command({
    usage: "fmt <files...>",
    summary: "lay out policies in the one canonical way",
    description:
      "Lays out policies in the one canonical way, on standard output. Comments keep their places.\n" +
      "A policy that cannot be read without errors is told of and left as it is.",
    examples: [
      { command: "sinbinc fmt --write edge.sbn", what: "in place" },
      {
        command: "sinbinc fmt --check policies/*.sbn",
        what: "exit code 1, and the names, when some are laid out otherwise",
      },
    ],
  })
    .option("--check", "write nothing; fail when a policy is laid out otherwise")
    .option("--write", "write the files in place")
    .action((files: string[], options: Options) => {
      context.finish(format(context, files, options));
    });
}

function format({ host }: Context, paths: readonly string[], options: Options): ExitCode {
  if (options.check === true && options.write === true) {
    throw new UsageError("--check writes nothing, so it cannot stand beside --write");
  }
  if (options.write === true && paths.includes("-")) {
    throw new UsageError("--write has no file to write when the policy is standard input");
  }
  let code: ExitCode = exitCode.well;
  for (const path of paths) {
    const source = readPolicy(host, path);
    if (source.ok) {
      code = worse(code, formatOne(host, source.value, options));
    } else {
      tellTrouble(host, source.why);
      code = worse(code, exitCode.trouble);
    }
  }
  return code;
}

function formatOne(host: Host, source: PolicySource, options: Options): ExitCode {
  const { path, file, wrongBytes } = source;
  const parsed = wrongBytes === undefined ? parsePolicy(file) : undefined;
  const diagnostics = parsed?.diagnostics ?? (wrongBytes === undefined ? [] : [wrongBytes]);
  tellDiagnostics(host, diagnostics, () => shownPath(path));
  if (parsed === undefined || hasErrors(diagnostics)) return exitCode.failed;
  const text = printPolicy(parsed.policy);
  const isLaidOut = Buffer.from(source.bytes).equals(Buffer.from(text));
  if (options.check === true) {
    if (isLaidOut) return exitCode.well;
    host.stderr.write(
      `${shownPath(path)} is laid out otherwise; \`sinbinc fmt --write\` mends it\n`,
    );
    return exitCode.failed;
  }
  if (options.write !== true) {
    host.stdout.write(text);
    return exitCode.well;
  }
  if (isLaidOut) return exitCode.well;
  const written = host.write([{ path, chunks: [text] }]);
  if (written.ok) return exitCode.well;
  tellTrouble(host, written.why);
  return exitCode.trouble;
}
