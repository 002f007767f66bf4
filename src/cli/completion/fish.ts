import type { CommandWords, OptionWords } from "./words.js";

/** A completion script for fish. */
export function fishScript(commands: readonly CommandWords[]): string {
  return `# fish completion for sinbinc; made by: sinbinc completion fish
complete -c sinbinc -n __fish_use_subcommand -f
complete -c sinbinc -n __fish_use_subcommand -s V -l version -d 'print the version'
${commands.flatMap(commandLines).join("\n")}
`;
}

function commandLines({ name, summary, options, words }: CommandWords): readonly string[] {
  const within = `complete -c sinbinc -n '__fish_seen_subcommand_from ${name}'`;
  return [
    `complete -c sinbinc -n __fish_use_subcommand -a ${name} -d ${quoted(summary)}`,
    ...(words.length === 0 ? [] : [`${within} -f -a ${quoted(words.join(" "))}`]),
    ...options.map((option) => `${within} ${optionWords(option)}`),
  ];
}

function optionWords({ flags, description, values }: OptionWords): string {
  const names = flags.map((flag) =>
    flag.startsWith("--") ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`,
  );
  const value =
    values === undefined
      ? []
      : values.length === 0
        ? ["-r"]
        : [`-x -a ${quoted(values.join(" "))}`];
  return [...names, ...value, `-d ${quoted(description)}`].join(" ");
}

function quoted(text: string): string {
  return `'${text.replace(/['\\]/gu, "\\$&")}'`;
}
