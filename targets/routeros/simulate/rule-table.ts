import { itemIds } from "./item-ids.js";

/** Properties as `print` and `export` have them, `{ chain: "input", action: "drop" }`; what is unset is absent. */
export type Properties = Readonly<Record<string, string>>;

/** One row of a rule menu. */
export interface RuleRow {
  readonly id: string;
  /** Replaced as a whole by {@link RuleTable.set}, never changed. */
  readonly properties: Properties;
  /** Counted by the rules' engine; `reset-counters` sets them to 0. */
  packets: number;
  bytes: number;
}

/** The rules of one menu, such as `/ip/firewall/filter`, in order. */
export interface RuleTable {
  readonly rows: readonly RuleRow[];
  /** Another number after every change of rows, for those who keep something made from them. */
  readonly version: number;
  row(id: string): RuleRow | undefined;
  /**
   * Puts a row before another, or at the end.
   * @returns undefined when there is no such other row
   */
  add(properties: Properties, before?: string): RuleRow | undefined;
  /** Gives a row other properties in place of all that it has. @returns whether there is such a row */
  set(id: string, properties: Properties): boolean;
  /** Puts a row before another, or at the end. @returns whether there are such rows */
  move(id: string, before?: string): boolean;
  /** @returns whether there was such a row */
  remove(id: string): boolean;
  /** Makes the table what it was when these rows were copied from it: how safe mode is undone. */
  restore(rows: readonly Pick<RuleRow, "id" | "properties">[]): void;
}

export function ruleTable(): RuleTable {
  const ids = itemIds();
  let rows: MutableRow[] = [];
  const byId = new Map<string, MutableRow>();
  let version = 0;
  const indexOf = (id: string): number | undefined => {
    const row = byId.get(id);
    return row && rows.indexOf(row);
  };
  const place = (before: string | undefined): number | undefined =>
    before === undefined ? rows.length : indexOf(before);

  return {
    get rows() {
      return rows;
    },
    get version() {
      return version;
    },
    row: (id) => byId.get(id),
    add: (properties, before) => {
      const index = place(before);
      if (index === undefined) return undefined;
      const row = { id: ids.next(), properties, packets: 0, bytes: 0 };
      rows.splice(index, 0, row);
      byId.set(row.id, row);
      version++;
      return row;
    },
    set: (id, properties) => {
      const row = byId.get(id);
      if (row === undefined) return false;
      row.properties = properties;
      version++;
      return true;
    },
    move: (id, before) => {
      const from = indexOf(id);
      if (from === undefined || place(before) === undefined) return false;
      if (id === before) return true;
      const moved = rows.splice(from, 1);
      rows.splice(place(before) ?? rows.length, 0, ...moved);
      version++;
      return true;
    },
    remove: (id) => {
      const index = indexOf(id);
      if (index === undefined) return false;
      rows.splice(index, 1);
      byId.delete(id);
      version++;
      return true;
    },
    restore: (former) => {
      const present = new Map(rows.map((row) => [row.id, row]));
      rows = former.map(({ id, properties }) => {
        ids.taken(id);
        const { packets = 0, bytes = 0 } = present.get(id) ?? {};
        return { id, properties, packets, bytes };
      });
      byId.clear();
      for (const row of rows) byId.set(row.id, row);
      version++;
    },
  };
}

interface MutableRow extends RuleRow {
  properties: Properties;
}
