import type { AddressList, Ruleset } from "../ir/ruleset.js";
import { type AddressSet, intervalCount } from "../net/address-set.js";
import { formatTimeout, type Timeout } from "../net/duration.js";
import { bothFamilies } from "../net/family.js";
import { originOf } from "../source/source-file.js";
import { describeAddresses } from "./describe-addresses.js";
import { describeTimeout, inWords } from "./describe-rule.js";
import { table } from "./table.js";

/** More entries than these are counted instead of shown. */
const mostShown = 6;

/** What each list holds, or how long it remembers. */
export function describeLists(ruleset: Ruleset): readonly string[] {
  return table(
    ruleset.lists.map((list) => [
      `  ${list.name}`,
      sentences(list, timeoutsOf(ruleset, list.name)),
      originOf(list.origin),
    ]),
  );
}

function sentences(list: AddressList, timeouts: readonly Timeout[]): string {
  const words: string[] = [];
  const members = describeMembers(list.permanent);
  if (members !== "") words.push(`always holds ${members}`);
  if (list.dynamic) {
    words.push(`remembers an address ${inWords(timeouts.map(describeTimeout), "or")}`);
  }
  if (list.note !== undefined) words.push(`“${list.note}”`);
  return words.length === 0 ? "is empty" : words.join("; ");
}

function describeMembers(set: AddressSet): string {
  const count = bothFamilies.reduce((sum, family) => sum + intervalCount(set, family), 0);
  if (count > mostShown) return `${String(count)} networks and addresses`;
  return describeAddresses(set).join(", ");
}

function timeoutsOf(ruleset: Ruleset, list: string): readonly Timeout[] {
  const found = new Map<string, Timeout>();
  for (const { rules } of ruleset.chains) {
    for (const action of rules.flatMap((rule) => rule.actions)) {
      if (action.kind !== "add" || action.list !== list) continue;
      found.set(formatTimeout(action.timeout), action.timeout);
    }
  }
  return [...found.values()];
}
