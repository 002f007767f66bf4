import type { Status, StatusEntry } from "../../../src/device/status.js";
import { listSetName } from "../parse/sets.js";
import { driftOf } from "./findings.js";
import type { LiveChain, LiveSet } from "./live-table.js";
import type { HostState } from "./read-host.js";

/** How a policy stands in the kernel. Lists have the names that nft can spell. */
export function statusOf(state: HostState, policy: string): Status {
  const { facts, live } = state;
  const chains = live?.table.chains ?? [];
  return {
    device: facts,
    policy,
    inForce: chains.some(({ hook, rules }) => hook !== undefined && rules.length > 0),
    entries: (live?.table.sets ?? []).flatMap(entriesOf),
    counters: chains.flatMap(countersOf),
    findings: driftOf(state),
  };
}

function entriesOf({ name, members }: LiveSet): readonly StatusEntry[] {
  const own = listSetName(name);
  if (own === undefined) return [];
  const { spelled, family, isFixed, per } = own;
  return members.map(({ key, expires, timeout }): StatusEntry => ({
    list: spelled,
    family,
    address: per === undefined ? key : `${key}/${per}`,
    remaining: expires ?? timeout,
    learnt: !isFixed,
  }));
}

/** Of the rules that count. */
function countersOf({ name, rules }: LiveChain): Status["counters"] {
  return rules
    .filter(({ text }) => / ?\bcounter\b/u.test(text))
    .map(({ text, rule, packets, bytes }) => ({
      family: undefined,
      chain: name,
      rule: text.replace(/ comment "[^"]*"$/u, ""),
      origin: rule?.comment?.split(" ")[0] ?? "",
      packets,
      bytes,
      use: undefined,
    }));
}
