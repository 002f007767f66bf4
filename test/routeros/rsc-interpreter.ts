import { type Block, type Expression, parseRsc, type Statement, type Value } from "./rsc-parser.js";

export interface Item {
  readonly id: string;
  readonly dynamic: boolean;
  readonly words: Readonly<Record<string, string>>;
}

/** The menus of a router, in the order of their items. */
export interface Router {
  readonly menus: Map<string, Item[]>;
  readonly log: string[];
}

let lastId = 0;

/** An item as it stands on a router. */
export function item(words: Readonly<Record<string, string>>, dynamic = false): Item {
  lastId++;
  return { id: `*${lastId.toString(16).toUpperCase()}`, dynamic, words };
}

export function router(menus: Readonly<Record<string, readonly Item[]>> = {}): Router {
  const fasttrack = { action: "passthrough", comment: "special dummy rule" };
  const all = new Map<string, Item[]>();
  for (const family of ["/ip", "/ipv6"]) {
    for (const [table, chain] of Object.entries({ filter: "forward", raw: "prerouting" })) {
      const path = `${family}/firewall/${table}`;
      all.set(path, [item({ ...fasttrack, chain }, true), ...(menus[path] ?? [])]);
    }
    const lists = `${family}/firewall/address-list`;
    all.set(lists, [...(menus[lists] ?? [])]);
  }
  return { menus: all, log: [] };
}

/** What a command answers when RouterOS refuses it; `on-error` takes it. */
class Trap extends Error {}

/** Runs a script as `/import` does, statement by statement. @returns the trap that stopped it, if one did */
export function importRsc(target: Router, lines: readonly string[]): string | undefined {
  try {
    run(parseRsc(lines), { router: target, path: undefined, variables: new Map() });
    return undefined;
  } catch (error) {
    if (error instanceof Trap) return error.message;
    throw error;
  }
}

interface State {
  readonly router: Router;
  path: string | undefined;
  readonly variables: ReadonlyMap<string, string>;
}

function run(block: Block, state: State): void {
  for (const statement of block) execute(statement, state);
}

function execute(statement: Statement, state: State): void {
  switch (statement.kind) {
    case "menu":
      state.path = statement.path;
      return;
    case "remove":
      remove(statement.where, state);
      return;
    case "add":
      add(statement.words, state);
      return;
    case "move":
      move(statement.item, statement.destination, state);
      return;
    case "error":
      throw new Trap(textOf(statement.text, state));
    case "log":
      state.router.log.push(textOf(statement.text, state));
      return;
    case "if-none":
      if (find(statement.where, state).length === 0) run(statement.then, state);
      return;
    case "do":
      try {
        run(statement.body, state);
      } catch (error) {
        if (!(error instanceof Trap)) throw error;
        run(statement.onError, state);
      }
      return;
    case "foreach":
      for (const value of statement.values) {
        const variables = new Map([...state.variables, [statement.variable, textOf(value, state)]]);
        run(statement.body, { ...state, variables });
      }
      return;
  }
}

function itemsOf({ router: { menus }, path }: State): Item[] {
  const items = path === undefined ? undefined : menus.get(path);
  if (items === undefined) throw new Error("a command outside every menu");
  return items;
}

function find(where: Expression, state: State): readonly Item[] {
  return itemsOf(state).filter((candidate) => holds(where, candidate, state));
}

function holds(where: Expression, candidate: Item, state: State): boolean {
  switch (where.kind) {
    case "and":
      return where.operands.every((operand) => holds(operand, candidate, state));
    case "or":
      return where.operands.some((operand) => holds(operand, candidate, state));
    case "equals":
      return propertyOf(candidate, where.property) === textOf(where.value, state);
    case "matches": {
      const pattern = textOf(where.value, state);
      // Only patterns whose every character but the anchor stands for itself are understood.
      if (!/^\^[A-Za-z0-9_%: -]+$/u.test(pattern)) throw new Error(`a pattern: ${pattern}`);
      return propertyOf(candidate, where.property)?.startsWith(pattern.slice(1)) ?? false;
    }
  }
}

function propertyOf({ dynamic, words }: Item, name: string): string | undefined {
  return name === "dynamic" ? (dynamic ? "yes" : "no") : words[name];
}

function remove(where: Expression, state: State): void {
  const gone = new Set(find(where, state));
  if ([...gone].some(({ dynamic, words }) => dynamic && words["list"] === undefined)) {
    throw new Trap("failure: can not remove built-in rule");
  }
  const items = itemsOf(state);
  items.splice(0, items.length, ...items.filter((candidate) => !gone.has(candidate)));
}

function add(words: readonly (readonly [string, Value])[], state: State): void {
  const items = itemsOf(state);
  const given: Record<string, string> = {};
  let before: Item | undefined;
  for (const [name, value] of words) {
    if (name === "place-before") before = placeOf(value, state);
    else if (name in given) throw new Error(`${name} is given twice`);
    else given[name] = textOf(value, state);
  }
  if (state.path?.endsWith("address-list") === true) {
    const isTwin = ({ words: other }: Item): boolean =>
      other["list"] === given["list"] && other["address"] === given["address"];
    if (items.some(isTwin)) throw new Trap("failure: already have such entry");
  }
  const added = item(given);
  if (before === undefined) items.push(added);
  else items.splice(items.indexOf(before), 0, added);
}

/** Before its destination; a dynamic rule neither moves nor lets anything in front of it. */
function move(value: Value, destination: Value, state: State): void {
  const moved = placeOf(value, state);
  const next = placeOf(destination, state);
  const items = itemsOf(state);
  items.splice(items.indexOf(moved), 1);
  items.splice(items.indexOf(next), 0, moved);
}

function placeOf(value: Value, state: State): Item {
  if (!("kind" in value)) throw new Error("a place without [find …]");
  const found = find(value.where, state);
  if (value.kind === "all" && found.length > 1) throw new Error("one place, several items");
  const place = found[value.kind === "pick" ? value.index : 0];
  if (place === undefined) throw new Trap("no such item");
  if (place.dynamic) throw new Trap("failure: can not move builtin");
  return place;
}

function textOf(value: Value, state: State): string {
  if ("kind" in value) throw new Error("[find …] is for places");
  return value
    .map((piece) => (typeof piece === "string" ? piece : valueOf(piece.variable, state)))
    .join("");
}

function valueOf(variable: string, { variables }: State): string {
  const value = variables.get(variable);
  if (value === undefined) throw new Error(`$${variable} has no value`);
  return value;
}
