import type { CommandWords, OptionWords } from "./words.js";

/** A completion script for zsh: to be found as `_sinbinc` in a folder of `$fpath`, or sourced. */
export function zshScript(commands: readonly CommandWords[]): string {
  const names = commands.map(({ name, summary }) => `    ${quoted(`${name}:${summary}`)}`);
  return `#compdef sinbinc
# zsh completion for sinbinc; made by: sinbinc completion zsh
_sinbinc() {
  local -a commands=(
${names.join("\n")}
  )
  if ((CURRENT == 2)); then
    _describe command commands
    return
  fi
  local command=$words[2]
  shift words
  ((CURRENT--))
  case $command in
${commands.map(commandCase).join("\n")}
  esac
}
if [[ $funcstack[1] == _sinbinc ]]; then _sinbinc "$@"; else compdef _sinbinc sinbinc; fi
`;
}

function commandCase({ name, options, words }: CommandWords): string {
  const rest = words.length === 0 ? "*:file:_files" : `*:word:(${words.join(" ")})`;
  const specs = [...options.map(spec), quoted(rest)];
  return `    ${name}) _arguments -s ${specs.join(" ")} ;;`;
}

function spec({ flags, description, values }: OptionWords): string {
  const text = description.replace(/[[\]:]/gu, "\\$&");
  const value =
    values === undefined
      ? ""
      : values.length === 0
        ? ":value:_files"
        : `:value:(${values.join(" ")})`;
  const [first = "", second] = flags;
  if (second === undefined) return quoted(`${first}[${text}]${value}`);
  return `${quoted(`(${flags.join(" ")})`)}{${flags.join(",")}}${quoted(`[${text}]${value}`)}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
