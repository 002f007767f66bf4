import { type Answer, bad, type Checked, done, failure, good, noSuchItem } from "./answer.js";
import { type Trap, trapOf, trapped } from "./answer.js";
import type { Menu } from "./menu.js";
import type { Request } from "./request.js";
import type { SafeMode } from "./safe-mode.js";
import type { Item, Values } from "./store.js";
import { checkValue, type ValueContext } from "./value-check.js";

/** What the commands of a menu work with. */
export interface MenuWorld {
  readonly safeMode: Pick<SafeMode, "record">;
  /** Whose rows new ones are. */
  readonly user: string;
  readonly context: Omit<ValueContext, "family">;
}

/** A command on the rows of a menu. */
export type RowCommand = (menu: Menu, request: Request, world: MenuWorld) => Answer;

/** The commands that change rows; `print` is apart, since it needs other rights. */
export const rowCommands: Readonly<Record<string, RowCommand | undefined>> = {
  add,
  set: (menu, request, world) => change(menu, request, world, givenOf(request)),
  enable: (menu, request, world) => change(menu, request, world, new Map([["disabled", "no"]])),
  disable: (menu, request, world) => change(menu, request, world, new Map([["disabled", "yes"]])),
  comment: (menu, request, world) => change(menu, request, world, givenOf(request)),
  unset,
  remove,
  move,
};

/** Attributes that say which rows, or where, and not what. */
const addressing: ReadonlySet<string> = new Set([".id", "numbers"]);

function givenOf({ attributes }: Request): ReadonlyMap<string, string> {
  return new Map([...attributes].filter(([name]) => !addressing.has(name)));
}

function add(menu: Menu, request: Request, world: MenuWorld): Answer {
  const given = new Map(request.attributes);
  const before = given.get("place-before");
  const original = given.get("copy-from");
  const copied = original === undefined ? undefined : rowNamed(menu, original);
  if (copied?.ok === false) return trapped(copied.trap);
  for (const name of ["place-before", "copy-from"]) {
    if (given.has(name) && !menu.properties.has(name)) return trapped(unknown(name));
    given.delete(name);
  }
  const place = before === undefined ? undefined : rowNamed(menu, before);
  if (place?.ok === false) return trapped(place.trap);
  if (place?.value.origin === "builtin") return trapped(builtInRefusal);

  const checked = valuesFrom(menu, given, world, {
    ...menu.standing(world.user),
    ...copied?.value.values,
  });
  if (!checked.ok) return trapped(checked.trap);
  const missing = menu.required.find((name) => checked.value[name] === undefined);
  if (missing !== undefined) return trapped(trapOf(`missing =${missing}=`, "missing"));
  const fault = menu.faultOf(checked.value);
  if (fault !== undefined) return trapped(fault);
  const item = menu.store.insert(checked.value, place?.value.id);
  if (item === undefined) return trapped(menu.refusal);
  world.safeMode.record({ kind: "added", store: menu.store, id: item.id });
  return { kind: "done", ret: item.id };
}

/** Rows one after the other: the first that can't be changed ends it, and those before it stay changed. */
function change(
  menu: Menu,
  request: Request,
  world: MenuWorld,
  given: ReadonlyMap<string, string>,
): Answer {
  const rows = rowsNamed(menu, request);
  if (!rows.ok) return trapped(rows.trap);
  for (const name of given.keys()) {
    if (name === "place-before" || name === "copy-from") return trapped(unknown(name));
  }
  for (const item of rows.value) {
    if (item.origin === "builtin") return trapped(builtInRefusal);
    const checked = valuesFrom(menu, given, world, item.values);
    if (!checked.ok) return trapped(checked.trap);
    const trap = replace(menu, item, checked.value, world);
    if (trap !== undefined) return trapped(trap);
  }
  return done;
}

function replace(menu: Menu, item: Item, values: Values, world: MenuWorld): Trap | undefined {
  const fault = menu.faultOf(values);
  if (fault !== undefined) return fault;
  if (!menu.store.replace(item.id, values)) return menu.refusal;
  world.safeMode.record({ kind: "changed", store: menu.store, item });
  return undefined;
}

function unset(menu: Menu, request: Request, world: MenuWorld): Answer {
  const rows = rowsNamed(menu, request);
  if (!rows.ok) return trapped(rows.trap);
  const name = request.attributes.get("value-name");
  if (name === undefined) return trapped(trapOf("missing =value-name=", "missing"));
  if (menu.properties.get(name)?.unset !== true) {
    return trapped(trapOf("input does not match any value of value-name", "value"));
  }
  for (const item of rows.value) {
    if (item.origin === "builtin") return trapped(builtInRefusal);
    if (item.values[name] === undefined) continue;
    const rest = Object.entries(item.values).filter(([other]) => other !== name);
    const trap = replace(
      menu,
      item,
      { ...menu.standing(world.user), ...Object.fromEntries(rest) },
      world,
    );
    if (trap !== undefined) return trapped(trap);
  }
  return done;
}

function remove(menu: Menu, request: Request, world: MenuWorld): Answer {
  const rows = rowsNamed(menu, request);
  if (!rows.ok) return trapped(rows.trap);
  for (const item of rows.value) {
    if (item.origin === "builtin") return trapped(builtInRefusal);
    const { store } = menu;
    const before = store.follower(item.id);
    if (store.remove(item.id)) world.safeMode.record({ kind: "removed", store, item, before });
  }
  return done;
}

/** Before the destination, in the order given; to the end when there is none, or when it is not there. */
function move(menu: Menu, request: Request, world: MenuWorld): Answer {
  const rows = rowsNamed(menu, request);
  if (!rows.ok) return trapped(rows.trap);
  const given = request.attributes.get("destination");
  const destination = given === undefined ? undefined : rowNamed(menu, given);
  const target = destination?.ok === true ? destination.value : undefined;
  for (const item of rows.value) {
    if (item.origin === "builtin" || target?.origin === "builtin") return trapped(builtInRefusal);
    if (item.id === target?.id) return trapped(failure("can not move object before itself"));
  }
  for (const { id } of rows.value) {
    const { store } = menu;
    const before = store.follower(id);
    if (store.move(id, target?.id)) world.safeMode.record({ kind: "moved", store, id, before });
  }
  return done;
}

const builtInRefusal = failure("cannot change builtin");

function unknown(name: string): Trap {
  return trapOf(`unknown parameter ${name}`, "missing");
}

/** The rows of `.id` or `numbers`, each once, in the order given. Queries name no rows. */
export function rowsNamed(menu: Menu, { attributes }: Request): Checked<readonly Item[]> {
  const given = attributes.get(".id") ?? attributes.get("numbers");
  if (given === undefined) return bad(trapOf("missing =.id=", "missing"));
  const rows = new Map<string, Item>();
  for (const name of given.split(",")) {
    const row = rowNamed(menu, name);
    if (!row.ok) return row;
    rows.set(row.value.id, row.value);
  }
  return good([...rows.values()]);
}

/** A row by its id, or by its name where rows have names; a console's number of a row means nothing here. */
function rowNamed({ store, builtIn, isNamed }: Menu, name: string): Checked<Item> {
  const byId = store.item(name.toUpperCase()) ?? builtIn.find(({ id }) => id === name);
  const item =
    byId ?? (isNamed ? store.items().find(({ values }) => values["name"] === name) : undefined);
  return item === undefined ? bad(noSuchItem) : good(item);
}

function valuesFrom(
  menu: Menu,
  given: ReadonlyMap<string, string>,
  { context }: MenuWorld,
  standing: Values,
): Checked<Values> {
  const values: Record<string, string> = { ...standing };
  for (const [name, text] of given) {
    const property = menu.properties.get(name);
    if (property === undefined) return bad(unknown(name));
    const checked = checkValue(property, text, { ...context, family: menu.family });
    if (!checked.ok) return checked;
    // A comment that is nothing is no comment.
    if (name === "comment" && text === "") Reflect.deleteProperty(values, name);
    else values[name] = checked.value;
  }
  return good(values);
}
