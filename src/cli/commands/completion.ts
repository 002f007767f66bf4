import { Argument, type Command } from "commander";
import { choose } from "../choose.js";
import { command, type Context } from "../command.js";
import { bashScript } from "../completion/bash.js";
import { fishScript } from "../completion/fish.js";
import { wordsOf } from "../completion/words.js";
import { zshScript } from "../completion/zsh.js";
import { exitCode } from "../exit-code.js";

const shells = ["bash", "zsh", "fish"] as const;

export function completionCommand(context: Context): Command {
  const shell = new Argument("<shell>");
  shell.argChoices = [...shells];
  return command({
    usage: "completion",
    summary: "a completion script for a shell",
    description: "Prints a completion script for bash, zsh or fish on standard output.",
    examples: [
      {
        command: "source <(sinbinc completion bash)",
        what: "for this session of bash; in ~/.bashrc for all",
      },
      {
        command: "sinbinc completion fish > ~/.config/fish/completions/sinbinc.fish",
        what: "for good, in fish",
      },
    ],
  })
    .addArgument(shell)
    .action((given: string, _options: unknown, self: Command) => {
      const words = wordsOf(self.parent ?? self);
      context.host.stdout.write(scripts[choose("shell", given, shells)](words));
      context.finish(exitCode.well);
    });
}

const scripts = { bash: bashScript, zsh: zshScript, fish: fishScript } as const;
