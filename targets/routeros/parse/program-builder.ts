import type { Place } from "../../../src/ir/ruleset.js";
import type { AddressRange } from "../../../src/net/address.js";
import { addressSet } from "../../../src/net/address-set.js";
import { bothFamilies, type Family } from "../../../src/net/family.js";
import {
  type FamilyProgram,
  type FilterRule,
  menuPath,
  type RouterosChain,
  type RouterosHook,
  type RouterosList,
  type Table,
  type TableProgram,
  tables,
} from "../model.js";
import { builtInPoint } from "../names.js";

/** Puts the parts of a program in order as they are read: rules come chain by chain, entries list by list. */
export interface ProgramBuilder {
  entry(family: Family, list: string, range: AddressRange, comment: string): void;
  listNote(family: Family, list: string, note: string): void;
  /** @param place where a rule of a built-in chain stands */
  rule(at: Menu, chain: string, place: Place, rule: FilterRule): void;
  chainNote(at: Menu, chain: string, note: string): void;
  /** Families of which anything is there. */
  families(): readonly FamilyProgram[];
}

/** Where rules go. */
export interface Menu {
  readonly family: Family;
  readonly table: Table;
}

/** @returns the menu of a path in the form of RouterOS 7; undefined for one that holds no rules of ours */
export function menuOf(path: string): Menu | undefined {
  for (const family of bothFamilies) {
    const table = tables.find((candidate) => menuPath(family, candidate) === path);
    if (table !== undefined) return { family, table };
  }
  return undefined;
}

/** The family whose address lists have this path. */
export function listFamilyOf(path: string): Family | undefined {
  return bothFamilies.find((family) => menuPath(family, "address-list") === path);
}

export function programBuilder(): ProgramBuilder {
  const started = new Map<Family, Started>();
  const of = (family: Family): Started => {
    const known = started.get(family);
    if (known !== undefined) return known;
    const made: Started = { lists: new Map(), listNotes: new Map(), tables: new Map() };
    started.set(family, made);
    return made;
  };
  const tableOf = ({ family, table }: Menu): StartedTable => {
    const all = of(family).tables;
    const known = all.get(table);
    if (known !== undefined) return known;
    const made: StartedTable = { hooks: new Map(), chains: new Map(), notes: new Map() };
    all.set(table, made);
    return made;
  };
  return {
    entry: (family, list, range, comment) => {
      const { lists } = of(family);
      const known = lists.get(list);
      if (known === undefined) lists.set(list, { comment, ranges: [range] });
      else known.ranges.push(range);
    },
    listNote: (family, list, note) => of(family).listNotes.set(list, note),
    rule: (menu, chain, place, rule) => {
      const { hooks, chains } = tableOf(menu);
      const point = builtInPoint(chain);
      if (point === undefined) {
        append(chains, chain, rule);
        return;
      }
      const key = `${point} ${place.kind} ${place.kind === "after" ? place.comment : ""}`;
      const hook = hooks.get(key);
      if (hook === undefined) hooks.set(key, { point, place, rules: [rule] });
      else hook.rules.push(rule);
    },
    chainNote: (menu, chain, note) => tableOf(menu).notes.set(chain, note),
    families: () =>
      bothFamilies.flatMap((family) => {
        const found = started.get(family);
        return found === undefined ? [] : [finished(family, found)];
      }),
  };
}

interface Started {
  readonly lists: Map<string, { readonly comment: string; readonly ranges: AddressRange[] }>;
  readonly listNotes: Map<string, string>;
  readonly tables: Map<Table, StartedTable>;
}

interface StartedTable {
  readonly hooks: Map<string, RouterosHook & { readonly rules: FilterRule[] }>;
  readonly chains: Map<string, FilterRule[]>;
  readonly notes: Map<string, string>;
}

function append<K, T>(groups: Map<K, T[]>, key: K, item: T): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [item]);
  else group.push(item);
}

function finished(family: Family, { lists, listNotes, tables: found }: Started): FamilyProgram {
  const all = [...lists].map(([name, { comment, ranges }]): RouterosList => ({
    name,
    addresses: addressSet(ranges),
    comment,
    note: listNotes.get(name),
  }));
  const programs = tables.flatMap((table): readonly TableProgram[] => {
    const started = found.get(table);
    if (started === undefined) return [];
    const { hooks, chains, notes } = started;
    const named = [...chains].map(([name, rules]): RouterosChain => ({
      name,
      rules,
      note: notes.get(name),
    }));
    return [{ table, hooks: [...hooks.values()], chains: named }];
  });
  return { family, lists: all, tables: programs };
}
