import { allUnits, type Duration, formatDuration, type Timeout } from "../../src/net/duration.js";
import type { IcmpType } from "../../src/net/icmp.js";
import { formatPortRange, type PortSet } from "../../src/net/ports.js";
import type { TcpFlag } from "../../src/net/tcp-flags.js";
import type { End, Match, NftRule } from "./model.js";
import { printMembers } from "./print-members.js";
import { printAddress, printKey, printPort, printTest } from "./print-test.js";

/** One rule on one line, in the order in which nft evaluates it. */
export function printRule(rule: NftRule): string {
  const words = [...rule.matches.map(printMatch), ...rule.tests.map(printTest)];
  if (rule.counter) words.push("counter");
  for (const prefix of rule.logs) words.push(printLog(prefix));
  words.push(...rule.guards.map(printMatch));
  if (rule.end !== undefined) words.push(printEnd(rule.end));
  if (rule.comment !== undefined) words.push(`comment "${rule.comment}"`);
  return words.join(" ");
}

export function printMatch(match: Match): string {
  switch (match.kind) {
    case "family":
      return `meta nfproto ${match.family}`;
    case "interface": {
      const names = match.names.map((name) => `"${name}"`);
      return `${match.direction === "in" ? "iifname" : "oifname"} ${not(match.negated)}${oneOrSet(names)}`;
    }
    case "set":
      return `${printAddress(match.family, match.side, match.per)} ${not(match.negated)}@${match.set}`;
    case "without-meter":
      return `${printKey(match.key)} != @${match.set}`;
    case "addresses": {
      const members = [...printMembers(match.addresses, match.family)];
      return `${printAddress(match.family, match.side, undefined)} ${not(match.negated)}${oneOrSet(members)}`;
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
    case "icmp": {
      const { family, negated, types } = match;
      return printIcmp(family === "ipv4" ? "icmp" : "icmpv6", negated, types);
    }
    case "flags":
      return `tcp flags & ${flagSum([...match.set, ...match.unset])} == ${flagSum(match.set)}`;
    case "some-flag":
      return `tcp flags & ${flagSum(match.flags)} != 0x0`;
    case "length":
      return `meta length ${formatPortRange(match.range)}`;
    case "mac":
      return `ether saddr ${not(match.negated)}${match.address}`;
    case "low-port":
      return `th dport ${match.low ? "<" : ">="} 1024`;
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

/** Types alone, or each with its code or all of its codes. */
function printIcmp(protocol: string, negated: boolean, types: readonly IcmpType[]): string {
  if (types.every(({ code }) => code === undefined)) {
    const values = types.map(({ type }) => String(type));
    return `${protocol} type ${not(negated)}${oneOrSet(values)}`;
  }
  const pairs = types.map(({ type, code }) => `${String(type)} . ${String(code ?? "0-255")}`);
  return `${protocol} type . ${protocol} code ${not(negated)}{ ${pairs.join(", ")} }`;
}

function flagSum(flags: readonly TcpFlag[]): string {
  const names = flags.map((flag) => (flag === "ece" ? "ecn" : flag));
  const [only] = names;
  if (only === undefined) return "0x0";
  return names.length === 1 ? only : `(${names.join(" | ")})`;
}

export function printEnd(end: End): string {
  switch (end.kind) {
    case "accept":
    case "drop":
    case "return":
      return end.kind;
    case "reject":
      return end.answer === "tcp-reset"
        ? "reject with tcp reset"
        : `reject with icmpx ${end.answer}`;
    case "jump":
    case "goto":
      return `${end.kind} ${end.chain}`;
    case "ports": {
      const cases = end.cases.map(
        ({ protocol, range, chain }) => `${protocol} . ${formatPortRange(range)} : jump ${chain}`,
      );
      return `meta l4proto . th dport vmap { ${cases.join(", ")} }`;
    }
    case "remember-port":
      return `add @${end.set} { ${printPort(end.family)} }`;
    case "update": {
      const address = printAddress(end.family, end.side, end.per);
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

export function printLog(prefix: string): string {
  return prefix === "" ? "log" : `log prefix "${prefix}"`;
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
