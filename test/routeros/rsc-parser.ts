/**
 * Reads exactly the statement forms that the printer emits; everything else is a failure. What RouterOS would
 * do with a form is the interpreter's business.
 */
export type Statement =
  | { readonly kind: "menu"; readonly path: string }
  | { readonly kind: "remove"; readonly where: Expression }
  | { readonly kind: "add"; readonly words: readonly (readonly [string, Value])[] }
  | { readonly kind: "move"; readonly item: Value; readonly destination: Value }
  | { readonly kind: "log" | "error"; readonly text: Text }
  | {
      readonly kind: "if-none";
      readonly where: Expression;
      readonly then: Block;
    }
  | { readonly kind: "do"; readonly body: Block; readonly onError: Block }
  | {
      readonly kind: "foreach";
      readonly variable: string;
      readonly values: readonly Text[];
      readonly body: Block;
    };

export type Block = readonly Statement[];

/** Literal pieces and the names of variables between them. */
export type Text = readonly (string | { readonly variable: string })[];

export type Value =
  | Text
  /** One of the items that are found; all of them, where one is meant. */
  | { readonly kind: "pick"; readonly where: Expression; readonly index: number }
  | { readonly kind: "all"; readonly where: Expression };

export type Expression =
  | { readonly kind: "and" | "or"; readonly operands: readonly Expression[] }
  | { readonly kind: "equals" | "matches"; readonly property: string; readonly value: Text };

const menus: ReadonlyMap<string, string> = new Map([
  ["/ip firewall filter", "/ip/firewall/filter"],
  ["/ip firewall raw", "/ip/firewall/raw"],
  ["/ipv6 firewall raw", "/ipv6/firewall/raw"],
  ["/ip firewall address-list", "/ip/firewall/address-list"],
  ["/ipv6 firewall filter", "/ipv6/firewall/filter"],
  ["/ipv6 firewall address-list", "/ipv6/firewall/address-list"],
]);

export function parseRsc(lines: readonly string[]): Block {
  for (const line of lines) {
    if (!/^[ -~]*$/u.test(line) && !line.startsWith("#")) throw new Error(`not ASCII: ${line}`);
    if (/[\r\n]/u.test(line)) throw new Error(`a line end within a line: ${line}`);
  }
  const code = lines.filter((line) => !line.startsWith("#")).join("\n");
  const reader = { text: `${code.replace(/ \\\n +/gu, " ")}\n`, at: 0 };
  const block = readBlock(reader, new Set(), "top");
  if (reader.at < reader.text.length) fail(reader, "a statement");
  return block;
}

interface Reader {
  readonly text: string;
  at: number;
}

function fail(reader: Reader, expected: string): never {
  const found = reader.text.slice(reader.at, reader.at + 60);
  throw new Error(`expected ${expected}, found ${JSON.stringify(found)}`);
}

function take(reader: Reader, pattern: RegExp): string | undefined {
  const sticky = new RegExp(pattern.source, "uy");
  sticky.lastIndex = reader.at;
  const match = sticky.exec(reader.text);
  if (match === null) return undefined;
  reader.at = sticky.lastIndex;
  return match[0];
}

function need(reader: Reader, text: string): void {
  if (!reader.text.startsWith(text, reader.at)) fail(reader, JSON.stringify(text));
  reader.at += text.length;
}

type Scope = ReadonlySet<string>;

function readBlock(reader: Reader, scope: Scope, place: "top" | "inside"): Block {
  const block: Statement[] = [];
  for (;;) {
    take(reader, /[ \n]*/);
    if (reader.at >= reader.text.length || reader.text[reader.at] === "}") return block;
    block.push(readStatement(reader, scope, place));
    if (take(reader, / *(?=\n|\})/) === undefined) fail(reader, "the end of a statement");
  }
}

function readBraces(reader: Reader, scope: Scope): Block {
  need(reader, "{");
  const block = readBlock(reader, scope, "inside");
  need(reader, "}");
  return block;
}

function readStatement(reader: Reader, scope: Scope, place: "top" | "inside"): Statement {
  const menu = take(reader, /\/[a-z0-9-]+(?: [a-z-]+)*/);
  if (menu !== undefined) {
    const path = menus.get(menu);
    if (place !== "top" || path === undefined) fail(reader, "a menu of ours at the top");
    return { kind: "menu", path };
  }
  const command = take(reader, /:?[a-z]+/);
  switch (command) {
    case "remove":
      need(reader, " ");
      return { kind: "remove", where: readFind(reader, scope) };
    case "add":
      return { kind: "add", words: readWords(reader, scope) };
    case "move": {
      need(reader, " ");
      const item = readItem(reader, scope) ?? fail(reader, "an item");
      need(reader, " destination=");
      const destination = readItem(reader, scope) ?? fail(reader, "an item");
      return { kind: "move", item, destination };
    }
    case ":error":
      need(reader, " ");
      return { kind: "error", text: readString(reader, scope) };
    case ":log":
      need(reader, " warning ");
      return { kind: "log", text: readString(reader, scope) };
    case ":if": {
      need(reader, " ([:len ");
      const where = readFind(reader, scope);
      need(reader, "] = 0) do=");
      return { kind: "if-none", where, then: readBraces(reader, scope) };
    }
    case ":do": {
      need(reader, " ");
      const body = readBraces(reader, scope);
      need(reader, " on-error=");
      return { kind: "do", body, onError: readBraces(reader, scope) };
    }
    case ":foreach": {
      need(reader, " ");
      const variable = take(reader, /[a-z]+/) ?? fail(reader, "a variable");
      need(reader, " in={");
      const values = [readString(reader, scope)];
      while (take(reader, /;/) !== undefined) values.push(readString(reader, scope));
      need(reader, "} do=");
      const body = readBraces(reader, new Set([...scope, variable]));
      return { kind: "foreach", variable, values, body };
    }
    case undefined:
    default:
      return fail(reader, "a statement");
  }
}

function readFind(reader: Reader, scope: Scope): Expression {
  need(reader, "[find where ");
  const where = readChain(reader, scope, " and ");
  need(reader, "]");
  return where;
}

function readChain(reader: Reader, scope: Scope, operator: " and " | " or "): Expression {
  const operands = [readTerm(reader, scope)];
  while (reader.text.startsWith(operator, reader.at)) {
    reader.at += operator.length;
    operands.push(readTerm(reader, scope));
  }
  return { kind: operator === " and " ? "and" : "or", operands };
}

function readTerm(reader: Reader, scope: Scope): Expression {
  if (take(reader, /\(/) !== undefined) {
    const inner = readChain(reader, scope, " or ");
    need(reader, ")");
    return inner;
  }
  const property = take(reader, /[a-z][a-z-]*/) ?? fail(reader, "a property");
  // A variable named like a property would be read as that property.
  if (scope.has(property)) fail(reader, "a variable that is not named like a property");
  if (take(reader, /~/) !== undefined) {
    return { kind: "matches", property, value: readString(reader, scope) };
  }
  need(reader, "=");
  const bare = take(reader, /[a-z]+(?![a-z0-9."$-])/);
  const value = bare === undefined ? readString(reader, scope, true) : [bare];
  return { kind: "equals", property, value };
}

function readWords(reader: Reader, scope: Scope): readonly (readonly [string, Value])[] {
  const words: (readonly [string, Value])[] = [];
  for (;;) {
    const name = take(reader, / [a-z][a-z-]*=/);
    if (name === undefined) return words;
    words.push([name.slice(1, -1), readValue(reader, scope)]);
  }
}

function readItem(reader: Reader, scope: Scope): Value | undefined {
  if (reader.text.startsWith("[find ", reader.at)) {
    return { kind: "all", where: readFind(reader, scope) };
  }
  if (take(reader, /\[:pick /) === undefined) return undefined;
  const where = readFind(reader, scope);
  const index = take(reader, / \d+/) ?? fail(reader, "an index");
  need(reader, "]");
  return { kind: "pick", where, index: Number(index) };
}

function readValue(reader: Reader, scope: Scope): Value {
  const found = readItem(reader, scope);
  if (found !== undefined) return found;
  // What needs no quotes in a value: letters, digits and a few signs, none of which starts or ends anything.
  const bare = take(reader, /!?[A-Za-z0-9_][A-Za-z0-9_./:,-]*(?=[ \n])/);
  return bare === undefined ? readString(reader, scope, true) : [bare];
}

/** RouterOS manual, "Scripting", "Constant escape sequences"; a bare `?` would ask for help in RouterOS 6. */
function readString(reader: Reader, scope: Scope, orVariable = false): Text {
  const variable = orVariable ? readVariable(reader, scope) : undefined;
  if (variable !== undefined) return [variable];
  need(reader, '"');
  const pieces: (string | { readonly variable: string })[] = [];
  for (;;) {
    const plain = take(reader, /[^"\\$?\n]+/);
    if (plain !== undefined) {
      pieces.push(plain);
      continue;
    }
    if (take(reader, /"/) !== undefined) return pieces;
    const escape = take(reader, /\\(?:["\\$]|[0-9A-F]{2})/);
    if (escape !== undefined) {
      const body = escape.slice(1);
      pieces.push(body.length === 1 ? body : String.fromCharCode(Number.parseInt(body, 16)));
      continue;
    }
    pieces.push(readVariable(reader, scope) ?? fail(reader, "a text to go on"));
  }
}

function readVariable(reader: Reader, scope: Scope): { readonly variable: string } | undefined {
  const name = take(reader, /\$[A-Za-z0-9]+/)?.slice(1);
  if (name === undefined) return undefined;
  if (!scope.has(name)) fail(reader, `$${name} to be in scope`);
  return { variable: name };
}
