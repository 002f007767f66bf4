import type { CommandWords } from "./words.js";

/** A completion script for bash, which needs nothing else installed. */
export function bashScript(commands: readonly CommandWords[]): string {
  const names = commands.map(({ name }) => name).join(" ");
  return `# bash completion for sinbinc; made by: sinbinc completion bash
_sinbinc() {
  local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]} command=\${COMP_WORDS[1]}
  COMPREPLY=()
  if ((COMP_CWORD == 1)); then
    COMPREPLY=($(compgen -W "${names} --help --version" -- "$word"))
    return
  fi
  case "$command $before" in
${commands.flatMap(valueCases).join("\n")}
  esac
  case "$command" in
${commands.map(commandCase).join("\n")}
  esac
}
complete -o filenames -F _sinbinc sinbinc
`;
}

function valueCases({ name, options }: CommandWords): readonly string[] {
  return options.flatMap(({ flags, values }) => {
    if (values === undefined) return [];
    const pattern = flags.map((flag) => `"${name} ${flag}"`).join(" | ");
    const reply =
      values.length === 0 ? 'compgen -f -- "$word"' : `compgen -W "${values.join(" ")}" -- "$word"`;
    return [`    ${pattern}) COMPREPLY=($(${reply})); return ;;`];
  });
}

function commandCase({ name, options, words }: CommandWords): string {
  const flags = options.flatMap((option) => option.flags).join(" ");
  const reply =
    words.length === 0 ? 'compgen -f -- "$word"' : `compgen -W "${words.join(" ")}" -- "$word"`;
  return `    ${name})
      if [[ $word == -* ]]; then
        COMPREPLY=($(compgen -W "${flags}" -- "$word"))
      else
        COMPREPLY=($(${reply}))
      fi ;;`;
}
