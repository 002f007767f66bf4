import { Command, Option } from "commander";
import type { ExitCode } from "./exit-code.js";
import type { Host } from "./host.js";

/** What every command is made with: the world outside, and where to leave its exit code. */
export interface Context {
  readonly host: Host;
  finish(code: ExitCode): void;
}

/** A command and two real examples of it, which end its help. */
export interface CommandWords {
  /** Name and arguments, such as `compile <file>`. */
  readonly usage: string;
  readonly summary: string;
  readonly description: string;
  readonly examples: readonly [Example, Example];
}

export interface Example {
  readonly command: string;
  readonly what: string;
}

/** A command with its words; options and action are the caller's. */
export function command({ usage, summary, description, examples }: CommandWords): Command {
  const lines = examples.map(({ command, what }) => `  $ ${command}\n      ${what}`);
  const [name, ...words] = usage.split(" ");
  const made = new Command(name)
    .summary(summary)
    .description(description)
    .addHelpText("after", `\nExamples:\n${lines.join("\n")}`);
  return words.length === 0 ? made : made.arguments(words.join(" "));
}

/** An option whose values are known: told in the help and to shells; the command itself checks them. */
export function optionOf(flags: string, description: string, values: readonly string[]): Option {
  const option = new Option(flags, description);
  option.argChoices = [...values];
  return option;
}
