import type { IcmpType } from "../../../src/net/icmp.js";
import type { PortSet } from "../../../src/net/ports.js";
import { rangesOf } from "../../../src/net/address-set.js";
import type { Packet } from "../../../src/simulate/packet.js";
import type { DeviceInterfaces } from "../../../src/target/device-interfaces.js";
import type { Match } from "../model.js";
import { addressLoad, keyLoad, protocolOf } from "./keys.js";
import { type Tables, within } from "./tables.js";

/** Whether a rule goes on behind one of its parts. */
export type Check = (packet: Packet) => boolean;

/** A match as a function. One whose field a packet lacks fails, negated or not: nft breaks the rule (NFT_BREAK). */
export function compileMatch(match: Match, tables: Tables, interfaces: DeviceInterfaces): Check {
  switch (match.kind) {
    case "family":
      return ({ family }) => family === match.family;
    case "interface":
      return interfaceCheck(match, interfaces);
    case "set": {
      const load = addressLoad(match.family, match.side, match.per);
      const has = tables.lookup(match.set);
      return (packet) => {
        const key = load(packet);
        return key !== undefined && has(key, packet.at) !== match.negated;
      };
    }
    case "without-meter": {
      const load = keyLoad(match.key);
      const has = tables.lookup(match.set);
      return (packet) => {
        const key = load(packet);
        return key !== undefined && !has(key, packet.at);
      };
    }
    case "addresses": {
      const load = addressLoad(match.family, match.side, undefined);
      const ranges = [...rangesOf(match.addresses, match.family)];
      const firsts = ranges.map(({ first }) => first);
      const lasts = ranges.map(({ last }) => last);
      return (packet) => {
        const address = load(packet);
        return address !== undefined && within(firsts, lasts, address) !== match.negated;
      };
    }
    case "protocols":
      return (packet) => match.protocols.includes(protocolOf(packet)) !== match.negated;
    case "ports":
      return portsCheck([match.protocol], match.ports, match.negated);
    case "shared-ports":
      return portsCheck(match.protocols, match.ports, false);
    case "protocol-ports":
      return ({ protocol, port }) =>
        port !== undefined &&
        match.pairs.some((pair) => pair.protocol === protocol && inRange(pair.range, port));
    case "icmp":
      return ({ family, icmp }) =>
        family === match.family &&
        icmp !== undefined &&
        match.types.some((type) => isType(type, icmp)) !== match.negated;
    case "flags":
      return ({ protocol, flags }) =>
        protocol === "tcp" &&
        match.set.every((flag) => flags.includes(flag)) &&
        !match.unset.some((flag) => flags.includes(flag));
    case "some-flag":
      return ({ protocol, flags }) =>
        protocol === "tcp" && match.flags.some((flag) => flags.includes(flag));
    case "length":
      return ({ length }) => inRange(match.range, length);
    case "mac":
      return ({ mac }) => mac !== undefined && (mac === match.address) !== match.negated;
    case "low-port":
      return ({ port }) => port !== undefined && port < 1024 === match.low;
    case "states":
      return statesCheck(match);
    case "neighbour-discovery":
      return ({ family, icmp }) =>
        family === "ipv6" && icmp !== undefined && icmp.type >= 133 && icmp.type <= 137;
  }
}

/** A packet came in by one device, whatever else its name in the policy stands for; a last `*` is any ending. */
function interfaceCheck(
  { direction, names, negated }: Extract<Match, { kind: "interface" }>,
  interfaces: DeviceInterfaces,
): Check {
  const known = new Map<string | undefined, boolean>();
  const check = (name: string | undefined): boolean => {
    const [spelling] = name === undefined ? [] : interfaces(name).names;
    // Without a device the kernel compares the empty name (nft_meta_store_ifname).
    const device = spelling ?? "";
    const met = names.some((one) =>
      one.endsWith("*") ? device.startsWith(one.slice(0, -1)) : device === one,
    );
    return met !== negated;
  };
  return (packet) => {
    const name = packet[direction];
    let met = known.get(name);
    if (met === undefined) {
      met = check(name);
      known.set(name, met);
    }
    return met;
  };
}

/** Priority `raw` comes before connection tracking, where a packet is `invalid` (nft_ct_get_eval). */
function statesCheck({ states }: Extract<Match, { kind: "states" }>): Check {
  return ({ hook, state }) => states.includes(hook === "prerouting" ? "invalid" : state);
}

function portsCheck(protocols: readonly string[], ports: PortSet, negated: boolean): Check {
  return ({ protocol, port }) =>
    port !== undefined &&
    protocols.includes(protocol) &&
    ports.some((range) => inRange(range, port)) !== negated;
}

function inRange({ first, last }: PortSet[number], value: number): boolean {
  return first <= value && value <= last;
}

function isType({ type, code }: IcmpType, icmp: NonNullable<Packet["icmp"]>): boolean {
  return type === icmp.type && (code === undefined || code === icmp.code);
}
