import type { Place } from "../../../src/ir/ruleset.js";
import { bothFamilies, type Family } from "../../../src/net/family.js";
import type { Span } from "../../../src/source/source-file.js";
import { menuPath } from "../model.js";
import { builtInPoint } from "../names.js";
import { parseRouterAddress } from "../simulate/router-address.js";
import { type Command, commandsOf, propertiesOfWords } from "./commands.js";
import { listFamilyOf, type Menu, menuOf, type ProgramBuilder } from "./program-builder.js";
import { ruleOfProperties } from "./rule-of-properties.js";
import type { ScriptValue, ScriptWord, Sentence } from "./sentences.js";

/** What a script has said so far. */
export interface ScriptState {
  readonly owner: string;
  readonly originOf: (comment: string) => Span | undefined;
  readonly builder: ProgramBuilder;
  readonly cleared: Set<Family>;
  /** The rule that the next ones follow, while that place is held. */
  after: Extract<Place, { kind: "after" }> | undefined;
  /** The last remark: it may head a list or a chain, and have a note. */
  heading: string | undefined;
  readonly refuse: (span: Span, what: string) => void;
}

/** Takes in one command of those that `printRsc` writes; another is refused. */
export function readCommand(command: Command, state: ScriptState): void {
  const { menu, name, sentence } = command;
  state.heading = sentence.remarks.at(-1) ?? state.heading;
  const rules = menuOf(menu);
  const listFamily = listFamilyOf(menu);
  if (name === ":foreach" && listFamily !== undefined) {
    readEntries(command, listFamily, state);
  } else if (name === "add" && rules !== undefined) {
    readRule(command, rules, state);
  } else if (name === "remove" && (rules !== undefined || listFamily !== undefined)) {
    const cleared = bothFamilies.find((family) => menuPath(family, "filter") === menu);
    const isClearing = foundBy(command.words[0]?.value).includes("where");
    if (commentIn(command.words[0]?.value) !== undefined) state.after = undefined;
    else if (cleared !== undefined && isClearing) state.cleared.add(cleared);
  } else if (!(rules !== undefined && (name === "move" || name === ":if"))) {
    state.refuse(sentence.span, `it does not say \`${name}\` here`);
  }
}

/** `:foreach entry in={…} do={ :do { add list=… address=$entry comment=… } on-error={…} }` */
function readEntries({ words, sentence }: Command, family: Family, state: ScriptState): void {
  const add = firstAdd(wordNamed(words, "do")?.value);
  const properties = propertiesOfWords(add?.words ?? [], () => undefined);
  const { list, comment } = properties;
  const items = wordNamed(words, "in")?.value;
  if (list === undefined || comment === undefined || items?.kind !== "block") {
    state.refuse(sentence.span, "this adds no entries of a list");
    return;
  }
  const note = noteAfter(state.heading, `list ${list}`);
  if (note !== undefined) state.builder.listNote(family, list, note);
  for (const { words: item, span } of items.sentences) {
    const value = item[0]?.value;
    const range = value?.kind === "text" ? parseRouterAddress(value.text, family) : undefined;
    if (range === undefined) state.refuse(span, "this is no address of the list's family");
    else state.builder.entry(family, list, range, comment);
  }
}

function firstAdd(value: ScriptValue | undefined): Command | undefined {
  if (value?.kind !== "block") return undefined;
  for (const command of commandsOf(value.sentences, () => undefined)) {
    if (command.name === "add") return command;
    const inner = command.name === ":do" ? firstAdd(command.words[0]?.value) : undefined;
    if (inner !== undefined) return inner;
  }
  return undefined;
}

function readRule({ words, sentence }: Command, menu: Menu, state: ScriptState): void {
  const before = wordNamed(words, "place-before")?.value;
  const properties = propertiesOfWords(
    words.filter(({ name }) => name !== "place-before"),
    ({ span }) => {
      state.refuse(span, "a rule has `name=value` here");
    },
  );
  const { chain = "" } = properties;
  if (properties["comment"] === `${state.owner} anchor`) {
    const comment = commentIn(before);
    if (comment !== undefined) state.after = { kind: "after", comment, origin: sentence.span };
    return;
  }
  const rule = ruleOfProperties(properties, state.originOf);
  if ("problem" in rule) {
    state.refuse(sentence.span, rule.problem);
    return;
  }
  const note = noteAfter(state.heading, `chain ${chain}`);
  if (note !== undefined && builtInPoint(chain) === undefined) {
    state.builder.chainNote(menu, chain, note);
  }
  const place: Place = before === undefined ? { kind: "last" } : (state.after ?? { kind: "first" });
  state.builder.rule(menu, chain, place, rule);
}

function wordNamed(words: readonly ScriptWord[], name: string): ScriptWord | undefined {
  return words.find((word) => word.name === name);
}

/** All words of a command in brackets, those of the commands in it as well. */
function wordsWithin(value: ScriptValue | undefined): readonly ScriptWord[] {
  if (value?.kind !== "command") return [];
  const words = value.sentences.flatMap((sentence: Sentence) => sentence.words);
  return [...words, ...words.flatMap((word) => wordsWithin(word.value))];
}

function foundBy(value: ScriptValue | undefined): readonly string[] {
  return wordsWithin(value).flatMap(({ value: inner }) =>
    inner.kind === "text" ? [inner.text] : [],
  );
}

/** The comment that a `[find where … comment="…"]` asks for. */
function commentIn(value: ScriptValue | undefined): string | undefined {
  const comment = wordNamed(wordsWithin(value), "comment")?.value;
  return comment?.kind === "text" ? comment.text : undefined;
}

/** `# list sinbin: those who were caught` */
function noteAfter(heading: string | undefined, what: string): string | undefined {
  const start = `${what}: `;
  return heading?.startsWith(start) === true ? heading.slice(start.length) : undefined;
}
