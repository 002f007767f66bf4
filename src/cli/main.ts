import { CommanderError } from "commander";
import { type ExitCode, exitCode } from "./exit-code.js";
import type { Host } from "./host.js";
import { codeOf } from "./node-output.js";
import { buildProgram, Finished } from "./program.js";
import { UsageError } from "./usage-error.js";

/**
 * Runs one command line. Everything that is thrown ends here: wrong usage in one line, and the rest as
 * a bug of ours.
 * @param args without the program's own name
 */
export async function main(args: readonly string[], host: Host): Promise<ExitCode> {
  let code: ExitCode = exitCode.well;
  const program = buildProgram({ host, finish: (given) => (code = given) });
  try {
    await program.parseAsync([...args], { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof Finished) return code;
    // Commander has said what it had to say; help that was asked for is no error.
    if (error instanceof CommanderError) return error.exitCode === 0 ? code : exitCode.usage;
    if (error instanceof UsageError) {
      const hint = error.hint === undefined ? "" : `\n  ${error.hint}`;
      host.stderr.write(`sinbinc: ${error.message}${hint}\n`);
      return exitCode.usage;
    }
    if (isFromOutside(error)) {
      host.stderr.write(`sinbinc: ${error.message}\n`);
      return exitCode.trouble;
    }
    host.stderr.write(bugReport(error, args));
    return exitCode.bug;
  }
}

/** An error of a system call that no command foresaw, such as a full disk behind standard output. */
function isFromOutside(error: unknown): error is Error {
  return error instanceof Error && codeOf(error) !== undefined && "syscall" in error;
}

function bugReport(error: unknown, args: readonly string[]): string {
  const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `sinbinc: this is a bug of sinbinc, not of your policy.
Please report it with the policy, if you may show it, and these lines:

  sinbinc ${args.join(" ")}
  node ${process.version} ${process.platform} ${process.arch}
${what.replace(/^/gmu, "  ")}
`;
}
