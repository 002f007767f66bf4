import type { Verdict } from "../../src/ir/ruleset.js";
import type { Family } from "../../src/net/family.js";
import type { RejectAnswer } from "../../src/net/reject.js";
import type { Conditions, RuleAction, Table } from "./model.js";

/** The packets that a verdict of RouterOS is for. */
export type Reach = "all" | "tcp" | "none";

/**
 * Which packets can meet a verdict (RouterOS manual, "Filter", "Raw"): the raw table has no answers, and IPv6
 * no tarpit.
 */
export function reachOf(verdict: Verdict, family: Family, table: Table): Reach {
  switch (verdict.kind) {
    case "accept":
    case "drop":
      return "all";
    case "tarpit":
      return table === "filter" && family === "ipv4" ? "tcp" : "none";
    case "reject":
      if (table === "raw") return "none";
      return verdict.answer === "tcp-reset" ? "tcp" : "all";
  }
}

/** A verdict for the TCP packets alone, or for all that come to it. */
export interface Ending {
  readonly action: RuleAction;
  readonly tcpOnly: boolean;
}

/** The packets of a rule: all of them TCP, none, or some. */
export type Share = "all" | "none" | "some";

/**
 * The first of the verdicts that there is, for TCP and for the rest.
 * @returns undefined when some packets would get none
 */
export function endingsOf(
  choices: readonly Verdict[],
  tcp: Share,
  family: Family,
  table: Table,
): readonly Ending[] | undefined {
  const endings: Ending[] = [];
  for (const verdict of choices) {
    const reach = reachOf(verdict, family, table);
    if (reach === "none") continue;
    const action = verdictAction(verdict, family);
    if (reach === "all") return [...endings, { action, tcpOnly: false }];
    // TCP is seen to by the first verdict for it.
    if (tcp === "none" || endings.length > 0) continue;
    endings.push({ action, tcpOnly: true });
    if (tcp === "all") return endings;
  }
  return undefined;
}

function verdictAction(verdict: Verdict, family: Family): RuleAction {
  return verdict.kind === "reject"
    ? { kind: "reject", answer: answers[family][verdict.answer] }
    : { kind: verdict.kind };
}

/** The messages that nft calls by one name in both families (icmpx), as `reject-with` has them. */
const answers: Readonly<Record<Family, Readonly<Record<RejectAnswer, string>>>> = {
  ipv4: {
    "tcp-reset": "tcp-reset",
    "port-unreachable": "icmp-port-unreachable",
    "host-unreachable": "icmp-host-unreachable",
    "no-route": "icmp-network-unreachable",
    "admin-prohibited": "icmp-admin-prohibited",
  },
  ipv6: {
    "tcp-reset": "tcp-reset",
    "port-unreachable": "icmp-port-unreachable",
    "host-unreachable": "icmp-address-unreachable",
    "no-route": "icmp-no-route",
    "admin-prohibited": "icmp-admin-prohibited",
  },
};

/** The TCP packets among those that meet the conditions; undefined when there are none. */
export function tcpAmong(conditions: Conditions): Conditions | undefined {
  const { protocol } = conditions;
  if (protocol === undefined) return { ...conditions, protocol: "tcp" };
  if (protocol === "tcp") return conditions;
  return protocol.startsWith("!") && protocol !== "!tcp"
    ? { ...conditions, protocol: "tcp" }
    : undefined;
}

/** How much TCP there is among packets that meet one of the alternatives. */
export function shareOfTcp(alternatives: readonly Conditions[]): Share {
  if (alternatives.every(({ protocol }) => protocol === "tcp")) return "all";
  return alternatives.some((conditions) => tcpAmong(conditions) !== undefined) ? "some" : "none";
}
