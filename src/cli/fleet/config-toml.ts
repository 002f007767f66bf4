import { type AST, ParseError, parseTOML } from "toml-eslint-parser";
import type { ConfigNode, ConfigParse, ConfigTable } from "./config-tree.js";

/** Reads TOML 1.0 (https://toml.io/en/v1.0.0) with the places of its values. */
export function parseTomlConfig(text: string): ConfigParse {
  try {
    return { ok: true, root: rootOf(parseTOML(text, { tomlVersion: "1.0" })) };
  } catch (error) {
    if (error instanceof ParseError) {
      return { ok: false, problem: { offset: error.index, what: inWords(error.message) } };
    }
    if (error instanceof RangeError) {
      return { ok: false, problem: { offset: 0, what: "it is nested too deeply" } };
    }
    throw error;
  }
}

function rootOf(program: AST.TOMLProgram): ConfigTable {
  const [top] = program.body;
  const root = emptyTable(top.range);
  for (const part of top.body) {
    if (part.type === "TOMLKeyValue") putPair(root, part);
    else putTable(root, part);
  }
  return root;
}

/** No key of ours is an array of tables: of one it is enough to know that it is one, and where. */
function putTable(root: ConfigTable, table: AST.TOMLTable): void {
  let place = root;
  for (const [index, key] of table.key.keys.entries()) {
    const isLast = index === table.key.keys.length - 1;
    const there = place.members.get(nameOf(key))?.node;
    if (there !== undefined && there.kind !== "table") return;
    const inner = there ?? emptyTable(table.range);
    if (there === undefined) {
      const [start, end] = key.range;
      const { range } = table;
      const node: ConfigNode =
        isLast && table.kind === "array"
          ? { kind: "array", items: [inner], start: range[0], end: range[1] }
          : inner;
      place.members.set(nameOf(key), { key: { start, end }, node });
    }
    place = inner;
  }
  for (const pair of table.body) putPair(place, pair);
}

function nameOf(key: AST.TOMLBare | AST.TOMLQuoted): string {
  return key.type === "TOMLBare" ? key.name : key.value;
}

function putPair(table: ConfigTable, pair: AST.TOMLKeyValue): void {
  const { keys } = pair.key;
  let place = table;
  for (const [index, key] of keys.entries()) {
    const name = nameOf(key);
    const [start, end] = key.range;
    if (index === keys.length - 1) {
      place.members.set(name, { key: { start, end }, node: nodeOf(pair.value) });
      continue;
    }
    const there = place.members.get(name)?.node;
    const inner = there?.kind === "table" ? there : emptyTable(pair.range);
    if (inner !== there) place.members.set(name, { key: { start, end }, node: inner });
    place = inner;
  }
}

function nodeOf(content: AST.TOMLContentNode): ConfigNode {
  const [start, end] = content.range;
  switch (content.type) {
    case "TOMLArray":
      return { kind: "array", items: content.elements.map(nodeOf), start, end };
    case "TOMLInlineTable": {
      const table = emptyTable(content.range);
      for (const pair of content.body) putPair(table, pair);
      return table;
    }
    case "TOMLValue":
      return { kind: "value", value: content.value, start, end };
  }
}

function emptyTable([start, end]: readonly [number, number]): ConfigTable {
  return { kind: "table", members: new Map(), start, end };
}

/** The parser's sentences, said as ours are. */
function inWords(message: string): string {
  switch (message) {
    case "Unspecified values are invalid":
      return "a value is missing";
    case "Defining a key multiple times is invalid":
      return "this key was there already";
    case "Unterminated string constant":
      return "this text is not closed";
    default:
      return message.replace(/^[A-Z]/u, (letter) => letter.toLowerCase());
  }
}
