import { addressSet } from "../../../src/net/address-set.js";
import { connectionStates } from "../../../src/net/connection-state.js";
import type { Family } from "../../../src/net/family.js";
import type { Match, ProtocolPorts } from "../model.js";
import { readAddressKey } from "./address-key.js";
import type { Cursor } from "./cursor.js";
import { readIcmp } from "./icmp.js";
import { readFlags } from "./tcp-flags.js";
import {
  addresses,
  oneOrSet,
  protocol,
  quoted,
  range,
  separated,
  setOf,
  word,
  type Reader,
} from "./values.js";

/** Reads a match by its first word; undefined when that begins none. */
export function matchReader(cursor: Cursor): Reader<Match> | undefined {
  switch (cursor.token.text) {
    case "meta":
      return cursor.ahead(1) === "l4proto" ? readProtocols : readMeta;
    case "iifname":
    case "oifname":
      return readInterface;
    case "ip":
    case "ip6":
      return readAddress;
    case "tcp":
      return cursor.ahead(1) === "flags" ? readTcpFlags : readPorts;
    case "udp":
      return readPorts;
    case "icmp":
    case "icmpv6":
      return (at) => readIcmp(at, at.skip().text === "icmp" ? "ipv4" : "ipv6");
    case "ether":
      return readMac;
    case "th":
      return readLowPort;
    case "ct":
      return readStates;
    default:
      return undefined;
  }
}

const family: Reader<Family> = word("`ipv4` or `ipv6`", (text) =>
  text === "ipv4" || text === "ipv6" ? text : undefined,
);

function readMeta(cursor: Cursor): Match | undefined {
  cursor.skip();
  if (cursor.take("nfproto")) {
    const only = family(cursor);
    return only && { kind: "family", family: only };
  }
  if (cursor.take("length")) {
    const bytes = range(cursor);
    return bytes && { kind: "length", range: bytes };
  }
  cursor.fail("`nfproto`, `l4proto` or `length`");
  return undefined;
}

/** Protocols alone, with their ports joined to them, or with ports that all of them share. */
function readProtocols(cursor: Cursor): Match | undefined {
  cursor.take("meta", "l4proto");
  if (cursor.take(".", "th", "dport")) {
    const pairs = setOf(cursor, protocolPorts);
    return pairs && { kind: "protocol-ports", pairs };
  }
  const negated = cursor.take("!=");
  const protocols = oneOrSet(cursor, protocol);
  if (protocols === undefined) return undefined;
  const isBound = cursor.ahead(2) === "<" || cursor.ahead(2) === ">=";
  if (negated || isBound || !cursor.take("th", "dport")) {
    return { kind: "protocols", negated, protocols };
  }
  const ports = oneOrSet(cursor, range);
  return ports && { kind: "shared-ports", protocols, ports };
}

/** `tcp . 22`. */
export function protocolPorts(cursor: Cursor): ProtocolPorts | undefined {
  const own = protocol(cursor);
  if (own === undefined || !cursor.expect(".")) return undefined;
  const ports = range(cursor);
  return ports && { protocol: own, range: ports };
}

function readInterface(cursor: Cursor): Match | undefined {
  const direction = cursor.skip().text === "iifname" ? "in" : "out";
  const negated = cursor.take("!=");
  const names = oneOrSet(cursor, quoted);
  return names && { kind: "interface", direction, negated, names };
}

function readAddress(cursor: Cursor): Match | undefined {
  const start = cursor.token;
  const found = readAddressKey(cursor);
  if (found === undefined) return undefined;
  const { key, port } = found;
  const [side, another] = key.sides;
  const negated = cursor.take("!=");
  if (!negated && key.per !== undefined) cursor.take("==");
  const set = setName(cursor);
  if (port || side === undefined) {
    cursor.fail("an address", start);
    return undefined;
  }
  if (set !== undefined && (another !== undefined || !set.startsWith("list_"))) {
    if (negated) return { kind: "without-meter", set, key };
    cursor.fail("`!=`", start);
    return undefined;
  }
  if (another !== undefined) {
    cursor.fail("one address alone", start);
    return undefined;
  }
  const { per } = key;
  if (set !== undefined) return { kind: "set", family: key.family, side, negated, set, per };
  if (per !== undefined) {
    cursor.fail("a set, behind a network");
    return undefined;
  }
  const ranges = oneOrSet(cursor, addresses(key.family));
  if (ranges === undefined) return undefined;
  return { kind: "addresses", family: key.family, side, negated, addresses: addressSet(ranges) };
}

/** `@name`. */
export function setName(cursor: Cursor): string | undefined {
  const { kind, text } = cursor.token;
  if (kind !== "word" || !/^@[A-Za-z]/u.test(text)) return undefined;
  cursor.use("set", cursor.skip());
  return text.slice(1);
}

function readPorts(cursor: Cursor): Match | undefined {
  const own = cursor.skip().text;
  if (!cursor.expect("dport")) return undefined;
  const negated = cursor.take("!=");
  const ports = oneOrSet(cursor, range);
  return ports && { kind: "ports", protocol: own, negated, ports };
}

function readTcpFlags(cursor: Cursor): Match | undefined {
  return cursor.expect("tcp", "flags") ? readFlags(cursor) : undefined;
}

const macAddress = word("a MAC address", (text) =>
  /^[0-9a-f]{2}(?::[0-9a-f]{2}){5}$/u.test(text) ? text : undefined,
);

function readMac(cursor: Cursor): Match | undefined {
  if (!cursor.expect("ether", "saddr")) return undefined;
  const negated = cursor.take("!=");
  const address = macAddress(cursor);
  return address === undefined ? undefined : { kind: "mac", negated, address };
}

function readLowPort(cursor: Cursor): Match | undefined {
  if (!cursor.expect("th", "dport")) return undefined;
  if (cursor.take("<", "1024")) return { kind: "low-port", low: true };
  if (cursor.take(">=", "1024")) return { kind: "low-port", low: false };
  cursor.fail("`< 1024` or `>= 1024`");
  return undefined;
}

const state = word("a connection state", (text) => connectionStates.find((one) => one === text));

function readStates(cursor: Cursor): Match | undefined {
  if (!cursor.expect("ct", "state")) return undefined;
  if (cursor.token.text === "{") {
    const all = setOf(cursor, state);
    return all && { kind: "states", states: all };
  }
  const states = separated(cursor, state);
  return states && { kind: "states", states };
}
