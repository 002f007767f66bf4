import { bad, type Checked, good, trapOf } from "./answer.js";
import { type Cursor, cursorOf } from "./script-cursor.js";

/**
 * The part of RouterOS's scripting language that a revert timer needs, and nothing else (RouterOS manual,
 * "Scripting"): `set`, `move` and `remove` of rows found by their properties, and `:do { … } on-error={ … }`.
 *
 *   /ip firewall filter set [find comment="x"] jump-target=y
 *   /ip/firewall/filter/remove [find chain=y]
 *   :do { … } on-error={ … }
 *
 * As on a router, a text that is not understood as a whole does nothing at all.
 */
export type Statement =
  | {
      readonly kind: "command";
      /** `/ip/firewall/filter`. */
      readonly menu: string;
      readonly verb: Verb;
      readonly find: Assignments;
      readonly values: Assignments;
    }
  | {
      readonly kind: "do";
      readonly body: readonly Statement[];
      readonly onError: readonly Statement[];
    };

type Verb = "set" | "move" | "remove";

export type Assignments = readonly (readonly [name: string, value: string])[];

/** @returns the trap names line and column, as RouterOS does */
export function parseScript(source: string): Checked<readonly Statement[]> {
  const cursor = cursorOf(source);
  const statements = parseStatements(cursor, "");
  return statements === undefined ? bad(trapOf(cursor.complaint(), "scripting")) : good(statements);
}

/** @param end what ends them: `}`, or nothing for the end of the text */
function parseStatements(cursor: Cursor, end: "}" | ""): readonly Statement[] | undefined {
  const statements: Statement[] = [];
  for (;;) {
    cursor.skip(/^(?:[\s;]|#[^\n]*)+/u);
    if (cursor.isAt(end)) return statements;
    const statement = cursor.take(/^:do\b/u) === undefined ? parseCommand(cursor) : parseDo(cursor);
    if (statement === undefined) return undefined;
    statements.push(statement);
    cursor.skip(/^[ \t]+/u);
    if (!cursor.isAt(end) && cursor.take(/^(?:;|\r?\n)/u) === undefined) return undefined;
  }
}

function parseDo(cursor: Cursor): Statement | undefined {
  const body = parseBlock(cursor);
  if (body === undefined) return undefined;
  cursor.skip(/^\s+/u);
  if (cursor.take(/^on-error=/u) === undefined) return undefined;
  const onError = parseBlock(cursor);
  return onError && { kind: "do", body, onError };
}

function parseBlock(cursor: Cursor): readonly Statement[] | undefined {
  cursor.skip(/^\s+/u);
  if (cursor.take(/^\{/u) === undefined) return undefined;
  const statements = parseStatements(cursor, "}");
  cursor.take(/^\}/u);
  return statements;
}

function parseCommand(cursor: Cursor): Statement | undefined {
  const path: string[] = [];
  if (!cursor.isAt("/")) return undefined;
  let verb: Verb | undefined;
  while (verb === undefined) {
    const word = cursor.take(/^[/ \t]+[a-z0-9-]+/u)?.replace(/^[/ \t]+/u, "");
    if (word === undefined) return undefined;
    if (word === "set" || word === "move" || word === "remove") verb = word;
    else path.push(word);
  }
  const find = parseFind(cursor);
  if (find === undefined) return undefined;
  const values = parseAssignments(cursor, /^(?=[;}\n\r]|$)/u);
  if (values === undefined || (verb === "remove" && values.length > 0)) return undefined;
  return { kind: "command", menu: `/${path.join("/")}`, verb, find, values };
}

function parseFind(cursor: Cursor): Assignments | undefined {
  if (cursor.take(/^[ \t]*\[[ \t]*find\b(?:[ \t]+where\b)?/u) === undefined) return undefined;
  return parseAssignments(cursor, /^\]/u);
}

/** `name=value` up to what ends them, which is taken. */
function parseAssignments(cursor: Cursor, end: RegExp): Assignments | undefined {
  const assignments: (readonly [string, string])[] = [];
  for (;;) {
    cursor.skip(/^(?:[ \t]|\\\r?\n)+/u);
    if (cursor.take(end) !== undefined) return assignments;
    const name = cursor.take(/^[a-z][a-z0-9-]*=/u)?.slice(0, -1);
    const value = name === undefined ? undefined : parseValue(cursor);
    if (name === undefined || value === undefined) return undefined;
    assignments.push([name, value]);
  }
}

/** A word, or a text in quotes. A `$` begins a variable, which there are none of here. */
function parseValue(cursor: Cursor): string | undefined {
  if (cursor.take(/^"/u) === undefined) return cursor.take(/^[^\s;"$[\]{}()]+/u);
  let text = "";
  while (cursor.take(/^"/u) === undefined) {
    const plain = cursor.take(/^[^"\\$]+/u);
    const escape = plain === undefined ? cursor.take(/^\\(?:[0-9A-F]{2}|["\\$?nrt])/u) : undefined;
    if (plain === undefined && escape === undefined) return undefined;
    text += plain ?? unescape(escape ?? "");
  }
  return text;
}

function unescape(escape: string): string {
  const code = escape.slice(1);
  if (code.length === 2) return String.fromCharCode(Number.parseInt(code, 16));
  return { n: "\n", r: "\r", t: "\t" }[code] ?? code;
}
