import type { Family } from "../../../src/net/family.js";
import type { Table } from "../model.js";
import { type AddressLists, addressLists } from "./address-lists.js";
import { type RuleTable, ruleTable } from "./rule-table.js";

/**
 * What a router's firewall consists of at a moment: rules in order and address lists. Whoever holds it may change
 * it while packets go through, as a person at the console does; the rules themselves change the lists.
 */
export type RouterState = Readonly<Record<Family, FamilyState>>;

/** What is under `/ip/firewall`, or under `/ipv6/firewall`. */
export interface FamilyState extends Readonly<Record<Table, RuleTable>> {
  readonly lists: AddressLists;
}

/** A router without rules and entries. */
export function emptyRouter(): RouterState {
  return { ipv4: emptyFamily("ipv4"), ipv6: emptyFamily("ipv6") };
}

function emptyFamily(family: Family): FamilyState {
  return { filter: ruleTable(), raw: ruleTable(), lists: addressLists(family) };
}
