import type { Side } from "../../src/ir/ruleset.js";
import { allUnits, type Duration, formatDuration, type Timeout } from "../../src/net/duration.js";
import type { Family } from "../../src/net/family.js";
import { formatPortRange, type PortSet } from "../../src/net/ports.js";
import { spacedPrefix } from "./log-prefix.js";
import type { End, Match, NftRule } from "./model.js";
import { printMembers } from "./print-members.js";

/** One rule on one line, in the order in which nft evaluates it. */
export function printRule(rule: NftRule): string {
  const words = rule.matches.map(printMatch);
  if (rule.draw !== undefined) {
    words.push(`numgen random mod ${String(rule.draw.whole)} < ${String(rule.draw.part)}`);
  }
  if (rule.counter) words.push("counter");
  for (const prefix of rule.logs) words.push(printLog(prefix));
  words.push(...rule.guards.map(printMatch));
  if (rule.end !== undefined) words.push(printEnd(rule.end));
  if (rule.comment !== undefined) words.push(`comment "${rule.comment}"`);
  return words.join(" ");
}

function printMatch(match: Match): string {
  switch (match.kind) {
    case "family":
      return `meta nfproto ${match.family}`;
    case "interface": {
      const names = match.names.map((name) => `"${name}"`);
      return `${match.direction === "in" ? "iifname" : "oifname"} ${not(match.negated)}${oneOrSet(names)}`;
    }
    case "set":
      return `${addressField(match.family, match.side)} ${not(match.negated)}@${match.set}`;
    case "addresses": {
      const members = [...printMembers(match.addresses, match.family)];
      return `${addressField(match.family, match.side)} ${not(match.negated)}${oneOrSet(members)}`;
    }
    case "protocols":
      return `meta l4proto ${not(match.negated)}${oneOrSet(match.protocols)}`;
    case "ports":
      return `${match.protocol} dport ${not(match.negated)}${oneOrSet(ranges(match.ports))}`;
    case "shared-ports":
      return `meta l4proto ${oneOrSet(match.protocols)} th dport ${oneOrSet(ranges(match.ports))}`;
    case "protocol-ports": {
      const pairs = match.pairs.map(
        ({ protocol, range }) => `${protocol} . ${formatPortRange(range)}`,
      );
      return `meta l4proto . th dport { ${pairs.join(", ")} }`;
    }
    case "states":
      return `ct state ${match.states.join(",")}`;
    case "neighbour-discovery":
      return `icmpv6 type { ${neighbourDiscovery.join(", ")} }`;
  }
}

/** RFC 4861, all five messages. */
const neighbourDiscovery: readonly string[] = [
  "nd-router-solicit",
  "nd-router-advert",
  "nd-neighbor-solicit",
  "nd-neighbor-advert",
  "nd-redirect",
];

function printEnd(end: End): string {
  switch (end.kind) {
    case "accept":
    case "drop":
    case "return":
      return end.kind;
    case "jump":
    case "goto":
      return `${end.kind} ${end.chain}`;
    case "update": {
      const address = addressField(end.family, end.side);
      return `update @${end.set} { ${address}${printTimeout(end.timeout)} }`;
    }
  }
}

/** Without a timeout the entry is permanent, for the sets have no default. */
function printTimeout(timeout: Timeout): string {
  return timeout === "forever" ? "" : ` timeout ${printDuration(timeout)}`;
}

/** nft reads days and smaller; no weeks. */
function printDuration(duration: Duration): string {
  return formatDuration(duration, allUnits.slice(1));
}

function printLog(prefix: string): string {
  return prefix === "" ? "log" : `log prefix "${spacedPrefix(prefix)}"`;
}

function addressField(family: Family, side: Side): string {
  return `${family === "ipv4" ? "ip" : "ip6"} ${side === "source" ? "saddr" : "daddr"}`;
}

function not(negated: boolean): string {
  return negated ? "!= " : "";
}

function ranges(ports: PortSet): readonly string[] {
  return ports.map(formatPortRange);
}

/** A single value stands alone, several in an anonymous set. */
function oneOrSet(values: readonly string[]): string {
  const [only] = values;
  return only !== undefined && values.length === 1 ? only : `{ ${values.join(", ")} }`;
}
