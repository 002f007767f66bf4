import type { Family } from "../../../src/net/family.js";
import { entriesOf } from "../entries.js";
import type { RouterosProgram } from "../model.js";
import { isSet, plainHost } from "./content.js";
import { type ListUse, listUses } from "./list-use.js";
import { carriesTag } from "./ownership.js";
import { entryComment, type RouterState } from "./router-state.js";

/** What becomes of one entry of a list. What was learnt is not among them. */
export interface EntryChange {
  readonly family: Family;
  readonly action: "add" | "remove" | "enable";
  readonly list: string;
  readonly address: string;
  /** Of a row that is there. */
  readonly id: string | undefined;
  readonly phase: "before" | "after";
  /** A packet or a ban has put it there; then it comes and goes while one plans. */
  readonly learnt?: true;
}

/**
 * Lists are shared by the old rules and the new ones. What lets in comes before the cut-over and goes after it;
 * what keeps out comes after and goes before, so that on the way nobody is kept out whom both would let in.
 */
export function planEntries(
  program: RouterosProgram,
  { families }: RouterState,
): readonly EntryChange[] {
  const uses = listUses(program);
  return families.flatMap(({ family, entries }) => {
    const wanted = wantedEntries(program, family);
    const changes: EntryChange[] = [];
    const present = new Set<string>();
    for (const row of entries) {
      const { list = "", address = "", [".id"]: id } = row;
      const key = entryKey(list, address);
      const isOurs = carriesTag(row, program.owner);
      if (wanted.has(key)) {
        present.add(key);
        if (!isSet(row, "disabled")) continue;
        changes.push({
          family,
          action: "enable",
          list,
          address,
          id,
          phase: phaseOf("add", uses.get(list)),
        });
      } else if (isOurs) {
        changes.push({
          family,
          action: "remove",
          list,
          address,
          id,
          phase: phaseOf("remove", uses.get(list)),
        });
      }
    }
    for (const [key, { list, address }] of wanted) {
      if (present.has(key)) continue;
      const phase = phaseOf("add", uses.get(list));
      changes.push({ family, action: "add", list, address, id: undefined, phase });
    }
    return changes;
  });
}

function wantedEntries(
  { families }: RouterosProgram,
  family: Family,
): ReadonlyMap<string, { readonly list: string; readonly address: string }> {
  const wanted = new Map<string, { readonly list: string; readonly address: string }>();
  for (const list of families.find((one) => one.family === family)?.lists ?? []) {
    for (const address of entriesOf(list, family)) {
      wanted.set(entryKey(list.name, address), { list: list.name, address });
    }
  }
  return wanted;
}

export function entryKey(list: string, address: string): string {
  return `${plainHost(address)} ${list}`;
}

/** A list that no rule uses any more is of no use to the new ones, so it goes last. */
function phaseOf(action: "add" | "remove", use: ListUse = "lets-in"): EntryChange["phase"] {
  return (action === "add") === (use !== "keeps-out") ? "before" : "after";
}

/** What is written for an entry. */
export function entryAttributes(
  { list, address }: EntryChange,
  owner: string,
): Readonly<Record<string, string>> {
  return { list, address, comment: entryComment(owner) };
}
