import { type Trap, trapOf } from "./answer.js";
import { type Menu, rowsOf } from "./menu.js";
import { type MenuWorld, rowCommands } from "./row-commands.js";
import { type Assignments, parseScript, type Statement } from "./script-parse.js";

/** What a script can reach. */
export interface ScriptWorld {
  readonly menus: ReadonlyMap<string, Menu>;
  readonly world: MenuWorld;
}

/** Runs a script to its end or to its first error that no `on-error` takes. @returns that error */
export function runScript(source: string, around: ScriptWorld): Trap | undefined {
  const parsed = parseScript(source);
  return parsed.ok ? runAll(parsed.value, around) : parsed.trap;
}

function runAll(statements: readonly Statement[], around: ScriptWorld): Trap | undefined {
  for (const statement of statements) {
    const trap = runOne(statement, around);
    if (trap !== undefined) return trap;
  }
  return undefined;
}

function runOne(statement: Statement, around: ScriptWorld): Trap | undefined {
  if (statement.kind === "do") {
    const trap = runAll(statement.body, around);
    return trap === undefined ? undefined : runAll(statement.onError, around);
  }
  const { menu: path, verb, find, values } = statement;
  const menu = around.menus.get(path);
  if (menu === undefined) return trapOf(`no such command or directory (${path})`, "scripting");
  const ids = idsFound(menu, find);
  const command = rowCommands[verb];
  // Nothing found is nothing to do, and no error.
  if (ids.length === 0 || command === undefined) return undefined;
  const attributes = new Map([[".id", ids.join(",")], ...values]);
  const nothingElse = { queries: [], proplist: undefined, tag: undefined };
  const request = { menu: path, command: verb, attributes, ...nothingElse };
  const answer = command(menu, request, around.world);
  return answer.kind === "trap" ? answer.trap : undefined;
}

/** `[find a=b c=d]`: rows for which all hold, by what `print` shows of them. */
function idsFound(menu: Menu, find: Assignments): readonly string[] {
  const show = menu.shower();
  return rowsOf(menu).flatMap((item) => {
    const shown = new Map(show(item));
    const isFound = find.every(([name, value]) => {
      const known = shown.get(name) ?? "";
      return known === value || known === asTruth(value);
    });
    return isFound ? [item.id] : [];
  });
}

/** Truths are written `yes` and `no`, and shown `true` and `false`. */
function asTruth(value: string): string {
  return value === "yes" ? "true" : value === "no" ? "false" : value;
}
