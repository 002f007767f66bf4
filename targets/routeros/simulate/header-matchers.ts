import type { Family } from "../../../src/net/family.js";
import { tcpFlags } from "../../../src/net/tcp-flags.js";
import type { Answer, Matcher } from "./matcher.js";
import { icmpOf, protocolNumber, tcp, udp } from "./protocols.js";
import { parseRouterAddress } from "./router-address.js";
import type { RouterInterface, RouterPacket } from "./router-packet.js";

/**
 * Matchers on what a packet brings along (RouterOS manual, "Common Firewall Matchers and Actions"). Each takes the
 * property's value without its negation; undefined says that the value means nothing to RouterOS.
 */
export type MatcherMaker = (value: string, family: Family) => Matcher | undefined;

export const headerMatchers: ReadonlyMap<string, MatcherMaker> = new Map(
  Object.entries<MatcherMaker>({
    "src-mac-address": (value) => {
      const address = value.toLowerCase();
      return ({ mac }) => mac === address;
    },
    "in-interface": (value) => (packet) => isCalled(packet.in, value),
    "out-interface": (value) => (packet) => isCalled(packet.out, value),
    "in-interface-list": (value) => (packet) => isIn(packet.in, value),
    "out-interface-list": (value) => (packet) => isIn(packet.out, value),
    "src-address": (value, family) => addressMatcher(value, family, ({ source }) => source),
    "dst-address": (value, family) =>
      addressMatcher(value, family, ({ destination }) => destination),
    "packet-size": (value) => {
      const range = parseRange(value);
      return range && (({ length }) => covers(range, length));
    },
    protocol: (value) => {
      const number = protocolNumber(value);
      return number === undefined ? undefined : ({ protocol }) => protocol === number;
    },
    "connection-state": (value) => {
      const states = value.split(",");
      return ({ state }) => states.includes(state);
    },
    "dst-port": (value) => portMatcher(value, ({ destinationPort }) => [destinationPort]),
    "src-port": (value) => portMatcher(value, ({ sourcePort }) => [sourcePort]),
    port: (value) =>
      portMatcher(value, ({ destinationPort, sourcePort }) => [destinationPort, sourcePort]),
    "tcp-flags": flagMatcher,
    "icmp-options": (value, family) => {
      const match = /^(\d{1,3})(?::(\d{1,3}(?:-\d{1,3})?))?$/u.exec(value);
      if (match === null) return undefined;
      const type = Number(match[1]);
      const codes = parseRange(match[2] ?? "0-255");
      if (codes === undefined) return undefined;
      return ({ protocol, icmp }) =>
        protocol === icmpOf(family) &&
        (icmp === undefined ? undefined : icmp.type === type && covers(codes, icmp.code));
    },
  }),
);

/** Several interfaces have one name in a rule, such as `all-ppp`; which those are is the router's to know. */
function isCalled({ name }: RouterInterface, value: string): Answer {
  if (name === value) return true;
  return name === undefined || value.startsWith("all-") ? undefined : false;
}

function isIn({ name, lists }: RouterInterface, value: string): Answer {
  if (lists?.includes(value) === true) return true;
  switch (value) {
    case "all":
      return name === undefined ? undefined : name !== "";
    case "none":
      return false;
    case "dynamic":
    case "static":
      return undefined;
    default:
      return lists === undefined ? undefined : false;
  }
}

function addressMatcher(
  value: string,
  family: Family,
  side: (packet: RouterPacket) => number | bigint,
): Matcher | undefined {
  const range = parseRouterAddress(value, family);
  if (range === undefined) return undefined;
  return (packet) => {
    const address = side(packet);
    return range.first <= address && address <= range.last;
  };
}

/** Packets of other protocols have no ports, and so do not match, negated or not. */
export function hasPorts({ protocol }: RouterPacket): boolean {
  return protocol === tcp || protocol === udp;
}

function portMatcher(
  value: string,
  portsOf: (packet: RouterPacket) => readonly (number | undefined)[],
): Matcher | undefined {
  const ranges = value.split(",").flatMap((item) => parseRange(item) ?? []);
  if (ranges.length !== value.split(",").length) return undefined;
  return (packet) => {
    const ports = portsOf(packet);
    const isMet = ports.some(
      (port) => port !== undefined && ranges.some((range) => covers(range, port)),
    );
    return isMet || (ports.includes(undefined) ? undefined : false);
  };
}

/** `syn,!ack`: all of these are as said. The manual's null scan is `!fin,!syn,!rst,!ack`. */
function flagMatcher(value: string): Matcher | undefined {
  const words = value.split(",").map((word) => ({
    isSet: !word.startsWith("!"),
    flag: tcpFlags.find((flag) => flag === word.replace(/^!/u, "")),
  }));
  if (words.some(({ flag }) => flag === undefined)) return undefined;
  return ({ protocol, flags }) =>
    protocol === tcp &&
    words.every(({ isSet, flag }) => flag !== undefined && flags.includes(flag) === isSet);
}

/** What holds for a value that only the packet's bearer knows about. */
export function factMatcher(property: string, value: string): Matcher {
  const wanted = enumerations.has(property) ? value.split(",") : [value];
  return (packet) => {
    const facts = packet.known?.get(property);
    return facts && wanted.some((one) => facts.includes(one));
  };
}

/** Those that name several values, any of which may hold. */
const enumerations: ReadonlySet<string> = new Set([
  "connection-nat-state",
  "src-address-type",
  "dst-address-type",
  "hotspot",
]);

interface Range {
  readonly first: number;
  readonly last: number;
}

function parseRange(text: string): Range | undefined {
  const match = /^(\d{1,5})(?:-(\d{1,5}))?$/u.exec(text);
  if (match === null) return undefined;
  const first = Number(match[1]);
  return { first, last: Number(match[2] ?? first) };
}

function covers({ first, last }: Range, number: number): boolean {
  return first <= number && number <= last;
}
