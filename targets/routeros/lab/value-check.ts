import type { Family } from "../../../src/net/family.js";
import { formatRouterAddress, parseRouterAddress } from "../simulate/router-address.js";
import { bad, type Checked, good, trapOf } from "./answer.js";
import { parseNotation, splitByNotation } from "./notation.js";
import { checkParts } from "./part-check.js";
import { inPolicyOrder } from "./policies.js";
import type { Property } from "./properties.js";
import { readTime } from "./time-text.js";

/** What values are held against besides the notation. */
export interface ValueContext {
  readonly family: Family;
  readonly interfaces: ReadonlySet<string>;
  readonly interfaceLists: ReadonlySet<string>;
}

/**
 * A value in the form in which RouterOS reads it back.
 * @returns the trap that RouterOS gives for what it does not take
 */
export function checkValue(
  property: Property,
  text: string,
  context: ValueContext,
): Checked<string> {
  const kind = kinds[property.name] ?? byNotation;
  const negated = property.neg === true && !ownNegation.has(property.name) && text.startsWith("!");
  const checked = kind(negated ? text.slice(1) : text, property, context);
  return negated && checked.ok ? good(`!${checked.value}`) : checked;
}

type Kind = (text: string, property: Property, context: ValueContext) => Checked<string>;

/** Each part of their values has its own `!`. */
const ownNegation: ReadonlySet<string> = new Set(["tcp-flags", "hotspot"]);

/** RouterOS names the argument; the texts after it differ by version and are left out. */
function invalid({ name }: Property): Checked<never> {
  return bad(trapOf(`invalid value for argument ${name}`, "value"));
}

function unmatched(name: string): Checked<never> {
  return bad(trapOf(`input does not match any value of ${name}`, "value"));
}

const byNotation: Kind = (text, property) => {
  const parts = parseNotation(property.grammar ?? "");
  const texts = parts && splitByNotation(parts, text);
  return parts === undefined || texts === undefined
    ? invalid(property)
    : checkParts(property.name, parts, texts);
};

const oneOf: Kind = (text, { name, values = [] }) =>
  values.includes(text) ? good(text) : unmatched(name);

const bool: Kind = (text, { name }) => {
  if (text === "yes" || text === "true") return good("true");
  return text === "no" || text === "false" ? good("false") : unmatched(name);
};

/** Of a chain, a list or a mark: any, made by being named. */
const newName: Kind = (text, property) => (text === "" ? invalid(property) : good(text));

const anyText: Kind = (text, property) =>
  text.length <= property.longest ? good(text) : invalid(property);

const interfaceName: Kind = (text, _property, { interfaces }) =>
  interfaces.has(text) ? good(text) : unmatched("interface");

const interfaceListName: Kind = (text, _property, { interfaceLists }) =>
  interfaceLists.has(text) ? good(text) : unmatched("interface-list");

/** Any of a comma list; `array-id` in the notation. */
const flags: Kind = (text, property) => {
  const { values = [], name } = property;
  const each = text.split(",");
  if (new Set(each.map((flag) => flag.replace(/^!/u, ""))).size !== each.length) {
    return invalid(property);
  }
  return each.every((flag) => values.includes(flag.replace(/^!/u, "")))
    ? good(text)
    : unmatched(name);
};

const policies: Kind = (text, { values = [], name }) => {
  const each = text.split(",").filter(Boolean);
  return each.every((policy) => values.includes(policy))
    ? good(inPolicyOrder(each))
    : unmatched(name);
};

/** iptables holds 15 ports, of which a range takes two. */
const ports: Kind = (text, property) => {
  const ranges = text.split(",").map((range) => /^(\d{1,5})(?:-(\d{1,5}))?$/u.exec(range));
  let slots = 0;
  const formatted: string[] = [];
  for (const match of ranges) {
    if (match === null) return invalid(property);
    const first = Number(match[1]);
    const last = Number(match[2] ?? first);
    if (last > 65_535) return outOfRange(property.name, 0, 65_535);
    if (first > last) return invalid(property);
    slots += first === last ? 1 : 2;
    formatted.push(first === last ? String(first) : `${first}-${last}`);
  }
  return slots <= 15 ? good(formatted.join(",")) : invalid(property);
};

function outOfRange(name: string, least: number, most: number): Checked<never> {
  return bad(trapOf(`value of ${name} out of range (${least}..${most})`, "value"));
}

const address: Kind = (text, property, { family }) => {
  const range = parseRouterAddress(text, family);
  return range === undefined ? invalid(property) : good(formatRouterAddress(range));
};

/**
 * What is no address is a DNS name, typos and all; the other family's addresses are not (an IPv6 address in
 * the IPv4 list gives `is not a valid dns name`).
 */
const listAddress: Kind = (text, _property, { family }) => {
  const range = parseRouterAddress(text, family);
  if (range !== undefined) return good(formatRouterAddress(range));
  if (/^(?!-)[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*\.?$/u.test(text) && !/^[\d.-]+$/u.test(text)) {
    return good(text);
  }
  return bad(trapOf(`failure: ${text} is not a valid dns name`));
};

const hostAddress: Kind = (text, property) =>
  /[-/]/u.test(text) || parseRouterAddress(text, "ipv4") === undefined
    ? invalid(property)
    : good(text);

const mac: Kind = (text, property) =>
  /^[0-9A-F]{2}(?:[:-]?[0-9A-F]{2}){5}$/iu.test(text)
    ? good((text.toUpperCase().match(/[0-9A-F]{2}/gu) ?? []).join(":"))
    : invalid(property);

/** 21474836 s: a rule's timeout and that of an IPv4 entry go no further. */
const longestTimeout = 21_474_836_000;

const timeout: Kind = (text, property) => readTime(text, longestTimeout) ?? invalid(property);
const anyTime: Kind = (text, property) => readTime(text) ?? invalid(property);

const entryTimeout: Kind = (text, property, context) => {
  if (property.values?.includes(text) === true) return good(text);
  const checked = timeout(text, property, context);
  // Manual, "Common Firewall Matchers and Actions": 00:00:00 is none-dynamic.
  return checked.ok && checked.value === "0s" ? good("none-dynamic") : checked;
};

const named = (names: readonly string[], kind: Kind): Readonly<Record<string, Kind>> =>
  Object.fromEntries(names.map((name) => [name, kind]));

/** Properties whose values the notation does not tell, or not all of. */
const kinds: Readonly<Record<string, Kind | undefined>> = {
  ...named(["action", "protocol", "reject-with", "p2p", "in-bridge-port-list"], oneOf),
  ...named(["out-bridge-port-list"], oneOf),
  ...named(["disabled", "log", "passthrough", "hw-offload", "dynamic"], bool),
  ...named(["fragment", "dont-require-permissions"], bool),
  ...named(["chain", "jump-target", "list", "address-list", "src-address-list"], newName),
  ...named(["dst-address-list", "connection-mark", "packet-mark", "routing-mark"], newName),
  ...named(["new-connection-mark", "new-packet-mark", "new-routing-mark"], newName),
  ...named(["layer7-protocol", "content", "tls-host"], newName),
  ...named(["comment", "log-prefix", "source", "on-event", "owner", "name"], anyText),
  ...named(["days", "start-date", "start-time"], anyText),
  ...named(["in-interface", "out-interface", "in-bridge-port", "out-bridge-port"], interfaceName),
  ...named(["in-interface-list", "out-interface-list"], interfaceListName),
  ...named(["tcp-flags", "hotspot"], flags),
  ...named(["port", "src-port", "dst-port"], ports),
  ...named(["src-address", "dst-address", "src-prefix", "dst-prefix"], address),
  ...named(["route-dst", "sniff-target"], hostAddress),
  "src-mac-address": mac,
  "address-list-timeout": entryTimeout,
  address: listAddress,
  timeout: (text, property, context) =>
    (context.family === "ipv4" ? timeout : anyTime)(text, property, context),
  interval: anyTime,
  policy: policies,
  "new-mss": (text, property, context) =>
    text === "clamp-to-pmtu" ? good(text) : numberBetween(text, property, 40, 65_534, context),
  "new-priority": (text, property, context) =>
    property.values?.includes(text) === true
      ? good(text)
      : numberBetween(text, property, 0, 63, context),
};

function numberBetween(
  text: string,
  property: Property,
  least: number,
  most: number,
  _context: ValueContext,
): Checked<string> {
  if (!/^\d{1,10}$/u.test(text)) return invalid(property);
  const value = Number(text);
  return value < least || value > most
    ? outOfRange(property.name, least, most)
    : good(String(value));
}
