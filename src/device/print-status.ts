import { onOneLine } from "../diagnostics/render/shown-text.js";
import { formatDuration } from "../net/duration.js";
import { titleOf } from "./plan.js";
import type { Status, StatusEntry } from "./status.js";

/** Of each list so many are shown, those that stay longest first. */
const mostShown = 20;

/** How a policy stands on a device, for people, line by line. */
export function* printStatus(status: Status): Generator<string> {
  const { device, policy, inForce, entries, counters } = status;
  yield `${titleOf(device)}: ${onOneLine(device.identity)}, ${device.system} ${onOneLine(device.version)}`;
  yield inForce
    ? `The policy ${policy} is in force.`
    : `The policy ${policy} is not in force here.`;
  for (const [list, members] of byList(entries)) {
    yield "";
    yield `${list}: ${members.length} ${members.length === 1 ? "entry" : "entries"}`;
    for (const member of members.slice(0, mostShown)) yield `  ${entryText(member)}`;
    if (members.length > mostShown) yield `  and ${members.length - mostShown} more`;
  }
  if (counters.length === 0) return;
  yield "";
  yield "packets  rule";
  for (const { family, chain, rule, origin, packets } of counters) {
    const where = `${family === "ipv6" ? "ipv6 " : ""}${chain}`;
    yield `${String(packets).padStart(7)}  ${where}: ${onOneLine(withoutComment(rule))} (${onOneLine(origin)})`;
  }
}

function byList(entries: readonly StatusEntry[]): ReadonlyMap<string, readonly StatusEntry[]> {
  const lists = new Map<string, StatusEntry[]>();
  for (const entry of entries) {
    const members = lists.get(entry.list) ?? [];
    lists.set(entry.list, members);
    members.push(entry);
  }
  for (const members of lists.values()) {
    members.sort((a, b) => (b.remaining ?? Infinity) - (a.remaining ?? Infinity) || 0);
  }
  return lists;
}

/** `203.0.113.7 for 4h` */
export function entryText({ address, remaining, learnt }: StatusEntry): string {
  if (remaining !== undefined)
    return `${address} for ${formatDuration({ milliseconds: remaining })}`;
  return learnt ? `${address} until the device restarts` : address;
}

/** The comment is shown as the place that it names. */
function withoutComment(rule: string): string {
  return rule.replace(/ comment=".*"$/u, "");
}
