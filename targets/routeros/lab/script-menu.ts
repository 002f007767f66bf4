import { failure, type Pairs, type Trap } from "./answer.js";
import type { Menu } from "./menu.js";
import type { MenuProperties } from "./properties.js";
import { standingPolicy } from "./policies.js";
import { ruleTable } from "../simulate/rule-table.js";
import { type Item, ruleStore, type Store, type Values } from "./store.js";

/** `/system/script`: texts with a name. */
export function scriptMenu(known: MenuProperties): Menu {
  const store = uniqueNames(ruleStore(ruleTable()));
  return {
    path: "/system/script",
    family: "ipv4",
    commands: known.commands,
    properties: known.properties,
    store,
    builtIn: [],
    required: ["name"],
    standing: (user) => ({ owner: user, policy: standingPolicy, source: "" }),
    isNamed: true,
    faultOf: () => undefined,
    refusal: nameTaken,
    shower: () => showScript,
  };
}

export const nameTaken: Trap = failure("item with such name already exists");

/** Refuses a second row of one name. */
export function uniqueNames(store: Store): Store {
  const isTaken = (values: Values, id: string | undefined): boolean =>
    store.items().some((item) => item.id !== id && item.values["name"] === values["name"]);
  return {
    ...store,
    insert: (values, before) =>
      isTaken(values, undefined) ? undefined : store.insert(values, before),
    replace: (id, values) => !isTaken(values, id) && store.replace(id, values),
  };
}

function showScript({ id, values }: Item): Pairs {
  const { name = "", owner = "", policy = "", source = "", comment } = values;
  const permissions = values["dont-require-permissions"] ?? "false";
  return [
    [".id", id],
    ["name", name],
    ["owner", owner],
    ["policy", policy],
    ["dont-require-permissions", permissions],
    ["run-count", values["run-count"] ?? "0"],
    ["source", source],
    ["invalid", "false"],
    ...(comment === undefined ? [] : [["comment", comment] as const]),
  ];
}
