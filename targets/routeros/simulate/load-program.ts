import { entriesOf } from "../entries.js";
import type { RouterosProgram, TableProgram } from "../model.js";
import { propertiesOf } from "../properties.js";
import type { Span } from "../../../src/source/source-file.js";
import type { FilterRule } from "../model.js";
import type { RuleRow, RuleTable } from "./rule-table.js";
import { emptyRouter, type RouterState } from "./state.js";

/** A router that has this program and nothing else. */
export interface LoadedProgram {
  readonly state: RouterState;
  /** The policy's rule that a row comes from. */
  readonly originOf: (row: RuleRow) => Span | undefined;
}

export function loadProgram({ families }: RouterosProgram): LoadedProgram {
  const state = emptyRouter();
  const origins = new Map<RuleRow, Span>();
  for (const { family, lists, tables } of families) {
    for (const list of lists) {
      for (const address of entriesOf(list, family)) {
        state[family].lists.add({ list: list.name, address, comment: list.comment }, 0);
      }
    }
    for (const table of tables) loadTable(table, state[family][table.table], origins);
  }
  return { state, originOf: (row) => origins.get(row) };
}

function loadTable(
  { hooks, chains }: TableProgram,
  table: RuleTable,
  origins: Map<RuleRow, Span>,
): void {
  const add = (rule: FilterRule, chain: string): void => {
    const row = table.add(Object.fromEntries(propertiesOf(rule, chain)));
    if (row !== undefined) origins.set(row, rule.origin);
  };
  for (const { name, rules } of chains) for (const rule of rules) add(rule, name);
  for (const { point, rules } of hooks) for (const rule of rules) add(rule, point);
}
