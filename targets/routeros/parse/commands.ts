import type { Diagnostic } from "../../../src/diagnostics/diagnostic.js";
import { report } from "../../../src/diagnostics/report.js";
import type { Properties } from "../simulate/rule-table.js";
import type { Sentence, ScriptWord } from "./sentences.js";

/** A command in its menu: `add`, `set`, or one of the scripting language such as `:foreach`. */
export interface Command {
  /** `/ip/firewall/filter`; empty at the top. */
  readonly menu: string;
  readonly name: string;
  readonly words: readonly ScriptWord[];
  readonly sentence: Sentence;
}

/** The commands that menus have (the console's own tree); a word that is none of them is part of a path. */
const commandNames: ReadonlySet<string> = new Set([
  "add",
  "comment",
  "disable",
  "edit",
  "enable",
  "export",
  "find",
  "get",
  "import",
  "move",
  "print",
  "remove",
  "reset",
  "reset-counters",
  "reset-counters-all",
  "set",
  "unset",
]);

/**
 * The commands of a script, each with its menu: a line with a path alone changes into that menu, one with a command
 * after it does not. `/ip firewall filter` and `/ip/firewall/filter` are one path.
 */
export function commandsOf(
  sentences: readonly Sentence[],
  tell: (diagnostic: Diagnostic) => void,
): readonly Command[] {
  const commands: Command[] = [];
  let menu = "";
  for (const sentence of sentences) {
    const texts = sentence.words.map(bareText);
    const first = texts[0];
    if (first?.startsWith(":") === true) {
      commands.push({ menu, name: first, words: sentence.words.slice(1), sentence });
      continue;
    }
    const isPath = first?.startsWith("/") === true;
    const leading = texts.slice(
      0,
      lengthWhile(texts, (text) => text !== undefined),
    );
    const steps = leading.map((text = "") => text.split("/").filter((step) => step !== ""));
    const index = steps.findIndex((parts) => commandNames.has(parts.at(-1) ?? ""));
    const name = steps[index]?.at(-1);
    const path = steps.slice(0, index < 0 ? steps.length : index + 1).flat();
    if (name !== undefined && (isPath || index === 0)) {
      const within = isPath ? `/${path.slice(0, -1).join("/")}` : menu;
      commands.push({ menu: within, name, words: sentence.words.slice(index + 1), sentence });
    } else if (isPath && name === undefined && leading.length === texts.length) {
      menu = `/${path.join("/")}`;
    } else {
      const what = "neither a menu, such as `/ip firewall filter`, nor a command, such as `add`";
      tell(report("SB7003", sentence.span, { what }));
    }
  }
  return commands;
}

function bareText({ name, value }: ScriptWord): string | undefined {
  return name === undefined && value.kind === "text" ? value.text : undefined;
}

function lengthWhile<T>(items: readonly T[], holds: (item: T) => boolean): number {
  const end = items.findIndex((item) => !holds(item));
  return end < 0 ? items.length : end;
}

/** The words of an `add` as properties; one that only the router can work out is left to `otherwise`. */
export function propertiesOfWords(
  words: readonly ScriptWord[],
  otherwise: (word: ScriptWord) => void,
): Properties {
  const properties: [string, string][] = [];
  for (const word of words) {
    const { name, value } = word;
    // `!connection-mark` in `export verbose`: not set.
    if (name === undefined && value.kind === "text" && value.text.startsWith("!")) continue;
    if (name !== undefined && value.kind === "text") properties.push([name, value.text]);
    else otherwise(word);
  }
  return Object.fromEntries(properties);
}
