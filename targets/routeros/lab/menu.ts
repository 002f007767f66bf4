import type { Family } from "../../../src/net/family.js";
import type { Pairs, Trap } from "./answer.js";
import type { Property } from "./properties.js";
import type { Item, Store, Values } from "./store.js";

/** A menu with rows, such as `/ip/firewall/filter`. */
export interface Menu {
  readonly path: string;
  readonly family: Family;
  readonly commands: ReadonlySet<string>;
  readonly properties: ReadonlyMap<string, Property>;
  readonly store: Store;
  /** RouterOS's own rows, which stand before all others and can't be changed. */
  readonly builtIn: readonly Item[];
  /** What `add` must be given. */
  readonly required: readonly string[];
  /** What a row has from the beginning, when this user makes it. */
  standing(user: string): Values;
  /** Rows may be named by their `name` where ids are asked for. */
  readonly isNamed: boolean;
  /** Why values do not go together. */
  faultOf(values: Values): Trap | undefined;
  /** Why the store does not take values by themselves right. */
  readonly refusal: Trap;
  /** How rows are shown as things stand; made once for many rows. */
  shower(): (item: Item) => Pairs;
}

export function rowsOf({ builtIn, store }: Menu): readonly Item[] {
  return builtIn.length === 0 ? store.items() : [...builtIn, ...store.items()];
}
