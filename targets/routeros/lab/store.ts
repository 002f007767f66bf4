import type { AddressEntry, AddressLists } from "../simulate/address-lists.js";
import type { RuleRow, RuleTable } from "../simulate/rule-table.js";
import { parseRouterTime } from "../simulate/router-time.js";
import type { LabClock } from "./clock.js";

/** Settable properties of a row, as RouterOS reads them back; what is unset is absent. */
export type Values = Readonly<Record<string, string>>;

/** One row of a menu, whatever keeps it. */
export interface Item {
  readonly id: string;
  readonly values: Values;
  /** `dynamic` was made by a packet or has a timer, `builtin` is RouterOS's own. */
  readonly origin: "static" | "dynamic" | "builtin";
  readonly packets: number;
  readonly bytes: number;
  /** Milliseconds of the clock; 0 where the menu keeps no such time. */
  readonly created: number;
  /** When it goes by itself; Infinity without a timer. */
  readonly until: number;
}

/** Where the rows of a menu are kept. */
export interface Store {
  /** In order; the array stays as it is when rows change. */
  items(): readonly Item[];
  item(id: string): Item | undefined;
  /**
   * @param before the id of the row that it comes before; at the end without
   * @returns undefined when the store does not take such a row
   */
  insert(values: Values, before?: string): Item | undefined;
  /** Gives a row these values in place of all it has. @returns whether that went */
  replace(id: string, values: Values): boolean;
  remove(id: string): boolean;
  move(id: string, before?: string): boolean;
  /** The id of the row after this one. */
  follower(id: string): string | undefined;
}

/** Rows in an order that counts. */
export function ruleStore(table: RuleTable): Store {
  return {
    items: () => table.rows.map(itemOfRow),
    item: (id) => {
      const row = table.row(id);
      return row && itemOfRow(row);
    },
    insert: (values, before) => {
      const row = table.add(values, before);
      return row && itemOfRow(row);
    },
    replace: (id, values) => table.set(id, values),
    remove: (id) => table.remove(id),
    move: (id, before) => table.move(id, before),
    follower: (id) => table.rows[table.rows.findIndex((row) => row.id === id) + 1]?.id,
  };
}

function itemOfRow({ id, properties, packets, bytes }: RuleRow): Item {
  const origin = "static";
  return { id, values: properties, origin, packets, bytes, created: 0, until: Infinity };
}

/** Entries of address lists; their order means nothing, and `timeout` is a value only on its way in. */
export function listStore(lists: AddressLists, clock: LabClock): Store {
  const entryOf = (values: Values) => ({
    list: values["list"] ?? "",
    address: values["address"] ?? "",
    comment: values["comment"],
    disabled: values["disabled"] === "true",
    timeout: values["timeout"] === undefined ? undefined : parseRouterTime(values["timeout"]),
  });
  return {
    items: () => lists.entries(clock.now()).map(itemOfEntry),
    item: (id) => {
      const entry = lists.entry(id, clock.now());
      return entry && itemOfEntry(entry);
    },
    insert: (values) => {
      const entry = lists.add(entryOf(values), clock.now());
      return entry && itemOfEntry(entry);
    },
    replace: (id, values) => {
      const now = clock.now();
      const former = lists.entry(id, now);
      const entry = entryOf(values);
      // A timer that is not set anew goes on.
      const rest = former?.until === Infinity ? undefined : (former?.until ?? now) - now;
      return lists.set(id, { ...entry, timeout: entry.timeout ?? rest }, now);
    },
    remove: (id) => lists.remove(id, clock.now()),
    move: () => false,
    follower: () => undefined,
  };
}

function itemOfEntry(entry: AddressEntry): Item {
  const { id, list, address, comment, disabled, dynamic, created, until } = entry;
  const values: Record<string, string> = { list, address };
  if (disabled) values["disabled"] = "true";
  if (comment !== "") values["comment"] = comment;
  const origin = dynamic ? "dynamic" : "static";
  return { id, values, origin, packets: 0, bytes: 0, created, until };
}
