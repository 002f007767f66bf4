import type { Place } from "../../src/ir/ruleset.js";
import { entriesOf } from "./entries.js";
import { menuPath, type RouterosProgram } from "./model.js";
import { propertiesOf } from "./properties.js";

/**
 * The program as a JSON array, one object a line: the menu's `path`, then the words of its `add`, all strings.
 * In order: for each family its list entries, then for each table what stands in built-in chains, and the chains.
 * A rule in a built-in chain that is not to stand first has its `place` after the `path`: `last`, or `after` and
 * the comment of the rule that it follows.
 */
export function* printJson(program: RouterosProgram): Generator<string> {
  let pending: string | undefined;
  yield "[";
  for (const item of items(program)) {
    if (pending !== undefined) yield `  ${pending},`;
    pending = objectText(item);
  }
  if (pending !== undefined) yield `  ${pending}`;
  yield "]";
}

type Item = readonly (readonly [name: string, value: string])[];

function* items({ families }: RouterosProgram): Generator<Item> {
  for (const program of families) {
    const { family, lists } = program;
    const listPath = menuPath(family, "address-list");
    for (const list of lists) {
      for (const address of entriesOf(list, family)) {
        const words = { list: list.name, address, comment: list.comment };
        yield [["path", listPath], ...Object.entries(words)];
      }
    }
    for (const { table, hooks, chains } of program.tables) {
      const path = menuPath(family, table);
      for (const { point, place, rules } of hooks) {
        for (const rule of rules) {
          yield [["path", path], ...placeOf(place), ...propertiesOf(rule, point)];
        }
      }
      for (const { name, rules } of chains) {
        for (const rule of rules) yield [["path", path], ...propertiesOf(rule, name)];
      }
    }
  }
}

function placeOf(place: Place): Item {
  if (place.kind === "first") return [];
  return [["place", place.kind === "last" ? "last" : `after ${place.comment}`]];
}

/** Names are the vendor's, so none is a number that an object would sort. */
function objectText(item: Item): string {
  const members = item.map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`);
  return `{ ${members.join(", ")} }`;
}
