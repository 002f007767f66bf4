import { Command } from "commander";
import { programVersion } from "./program-version.js";
import type { Context } from "./command.js";
import { banCommand, forgiveCommand } from "./commands/ban.js";
import { checkCommand } from "./commands/check.js";
import { compileCommand } from "./commands/compile.js";
import { completionCommand } from "./commands/completion.js";
import { explainCommand } from "./commands/explain.js";
import { fmtCommand } from "./commands/fmt.js";
import { labCommand } from "./commands/lab.js";
import { oddsCommand } from "./commands/odds.js";
import { simulateCommand } from "./commands/simulate.js";
import { planCommand } from "./commands/plan.js";
import { pushCommand } from "./commands/push.js";
import { removeCommand } from "./commands/remove.js";
import { statusCommand } from "./commands/status.js";
import { targetsCommand } from "./commands/targets.js";
import { testCommand } from "./commands/test.js";
import { tuneCommand } from "./commands/tune.js";

const commands = [
  compileCommand,
  checkCommand,
  fmtCommand,
  explainCommand,
  oddsCommand,
  testCommand,
  simulateCommand,
  labCommand,
  tuneCommand,
  planCommand,
  pushCommand,
  removeCommand,
  statusCommand,
  banCommand,
  forgiveCommand,
  targetsCommand,
  completionCommand,
];

/** The whole command line; nothing runs until it is given arguments. */
export function buildProgram(context: Context): Command {
  const { host } = context;
  const program = new Command("sinbinc")
    // A command may have a --version of its own: that of the lab is RouterOS's.
    .enablePositionalOptions()
    .description(
      "Compiles a small firewall policy language to RouterOS, nftables and NixOS.\n" +
        "Artefacts go to standard output, words to standard error.",
    )
    .option("-V, --version", "print the version")
    .on("option:version", () => {
      host.stdout.write(`${programVersion(host)}\n`);
      context.finish(0);
      throw new Finished();
    })
    .addHelpText("after", `\n${footer}`);
  for (const make of commands) program.addCommand(make(context));
  for (const each of [program, ...program.commands]) {
    each.exitOverride().configureOutput({
      writeOut: (text) => void host.stdout.write(text),
      writeErr: (text) => void host.stderr.write(text),
      outputError: (text, write) => write(text.replace(/^error: /u, "sinbinc: ")),
      getOutHelpWidth: () => host.stdout.columns ?? 100,
      getErrHelpWidth: () => host.stderr.columns ?? 100,
    });
  }
  return program;
}

/** Thrown to leave the parsing of arguments early, when all is done. */
export class Finished extends Error {}

const footer = `Exit codes: 0 well, 1 errors in a policy, a failed expectation or --check, 2 wrong usage, 3 trouble with a file or a device, 4 changes are pending, 70 a bug.

Examples:
  $ sinbinc compile edge.sbn --target nftables -o edge.nft
      compile a policy
  $ sinbinc explain SB2001
      what a diagnostic means, and what to do`;
