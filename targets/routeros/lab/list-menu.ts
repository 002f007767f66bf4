import type { Family } from "../../../src/net/family.js";
import type { AddressLists } from "../simulate/address-lists.js";
import { failure, type Pairs } from "./answer.js";
import type { LabClock } from "./clock.js";
import type { Menu } from "./menu.js";
import type { MenuProperties } from "./properties.js";
import { type Item, listStore } from "./store.js";
import { showDate, showRest } from "./time-text.js";

/** `/ip/firewall/address-list`, which has no order: no `move`, no `unset`, no `place-before`. */
export function listMenu(
  path: string,
  family: Family,
  known: MenuProperties,
  lists: AddressLists,
  clock: LabClock,
  oldDates: boolean,
): Menu {
  return {
    path,
    family,
    commands: known.commands,
    properties: known.properties,
    store: listStore(lists, clock),
    builtIn: [],
    required: ["list", "address"],
    standing: () => ({}),
    isNamed: false,
    faultOf: () => undefined,
    refusal: failure("already have such entry"),
    shower: () => {
      const now = clock.now();
      // Many come at one time.
      const dateOf = remembered((created) => showDate(created, oldDates));
      const restOf = remembered((until) => showRest(until - now));
      return (item) => showEntry(item, dateOf, restOf);
    },
  };
}

function remembered(show: (time: number) => string): (time: number) => string {
  const known = new Map<number, string>();
  return (time) => {
    const text = known.get(time) ?? show(time);
    known.set(time, text);
    return text;
  };
}

function showEntry(
  item: Item,
  dateOf: (created: number) => string,
  restOf: (until: number) => string,
): Pairs {
  const { list = "", address = "", comment, disabled = "false" } = item.values;
  const pairs: (readonly [string, string])[] = [
    [".id", item.id],
    ["list", list],
    ["address", address],
    ["creation-time", dateOf(item.created)],
  ];
  if (item.until !== Infinity) pairs.push(["timeout", restOf(item.until)]);
  pairs.push(["dynamic", String(item.origin === "dynamic")], ["disabled", disabled]);
  if (comment !== undefined) pairs.push(["comment", comment]);
  return pairs;
}
