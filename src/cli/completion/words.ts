import type { Command, Option } from "commander";

/** A command as a shell must know it, taken from the command itself. */
export interface CommandWords {
  readonly name: string;
  readonly summary: string;
  readonly options: readonly OptionWords[];
  /** Words that its arguments can be; files when there are none. */
  readonly words: readonly string[];
}

export interface OptionWords {
  readonly flags: readonly string[];
  readonly description: string;
  /** What can follow; undefined when nothing does, empty when it is a file or anything. */
  readonly values: readonly string[] | undefined;
}

/** The commands with their options and the words that can follow these. */
export function wordsOf(program: Command): readonly CommandWords[] {
  return program.commands.map((command) => ({
    name: command.name(),
    summary: command.summary(),
    options: [
      ...command.options.map(optionWords),
      { flags: ["-h", "--help"], description: "display help for command", values: undefined },
    ],
    words: command.registeredArguments.flatMap((argument) => argument.argChoices ?? []),
  }));
}

function optionWords(option: Option): OptionWords {
  const flags = [option.short, option.long].filter((flag) => flag !== undefined);
  const takesValue = option.required || option.optional;
  return {
    flags,
    description: option.description,
    values: takesValue ? (option.argChoices ?? []) : undefined,
  };
}
