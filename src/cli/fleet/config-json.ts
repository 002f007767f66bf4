import { parse, type ValueNode } from "@humanwhocodes/momoa";
import type { ConfigMember, ConfigNode, ConfigParse } from "./config-tree.js";

/** Reads JSON (RFC 8259) with the places of its values. A name that is there twice is an error. */
export function parseJsonConfig(text: string): ConfigParse {
  try {
    const { body } = parse(text, { mode: "json", ranges: true });
    const root = nodeOf(body);
    if (root.kind === "table") return { ok: true, root };
    return { ok: false, problem: { offset: root.start, what: "the whole must be an object" } };
  } catch (error) {
    if (error instanceof Twice) {
      return { ok: false, problem: { offset: error.offset, what: "this key was there already" } };
    }
    if (error instanceof RangeError) {
      return { ok: false, problem: { offset: 0, what: "it is nested too deeply" } };
    }
    const offset = offsetOf(error);
    if (!(error instanceof Error) || offset === undefined) throw error;
    return { ok: false, problem: { offset, what: inWords(error.message) } };
  }
}

class Twice extends Error {
  readonly offset: number;

  constructor(offset: number) {
    super("twice");
    this.offset = offset;
  }
}

function nodeOf(value: ValueNode): ConfigNode {
  const start = value.loc.start.offset;
  const end = value.loc.end.offset;
  switch (value.type) {
    case "Object": {
      const members = new Map<string, ConfigMember>();
      for (const { name, value: content } of value.members) {
        const word = name.type === "String" ? name.value : name.name;
        const key = { start: name.loc.start.offset, end: name.loc.end.offset };
        if (members.has(word)) throw new Twice(key.start);
        members.set(word, { key, node: nodeOf(content) });
      }
      return { kind: "table", members, start, end };
    }
    case "Array":
      return {
        kind: "array",
        items: value.elements.map((element) => nodeOf(element.value)),
        start,
        end,
      };
    case "String":
    case "Number":
    case "Boolean":
      return { kind: "value", value: value.value, start, end };
    case "Null":
    case "NaN":
    case "Infinity":
      return { kind: "value", value: null, start, end };
  }
}

/** The parser's own errors carry their place. */
function offsetOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !("offset" in error)) return undefined;
  return typeof error.offset === "number" ? error.offset : undefined;
}

/** Without the place, which is told beside it, and with the sign where the parser has its own name for it. */
function inWords(message: string): string {
  return message
    .replace(/ \(\d+:\d+\)$/u, "")
    .replace(/ found\.$/u, "")
    .replace(/^U/u, "u")
    .replace(/token (\w+)$/u, (whole, name: string) =>
      signs[name] === undefined ? whole : `\`${signs[name]}\``,
    );
}

const signs: Readonly<Record<string, string>> = {
  LBrace: "{",
  RBrace: "}",
  LBracket: "[",
  RBracket: "]",
  Comma: ",",
  Colon: ":",
};
