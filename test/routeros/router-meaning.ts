import { parseAddressText } from "../../src/net/address-text.js";
import { rangesOf } from "../../src/net/address-set.js";
import { parseDuration } from "../../src/net/duration.js";
import {
  type FilterRule,
  conditionProperties,
  type ConditionProperty,
  type RouterosProgram,
} from "../../targets/routeros/model.js";
import { addressKey, addressOf, covers, type Packet, type Trace, type World } from "./packet.js";

type Verdict = Trace["verdict"];

/** What a router does with one packet, by the manual's account of each matcher and action. */
export function routerMeaning(
  program: RouterosProgram,
  packet: Packet,
  world: World,
  listNames: ReadonlyMap<string, string>,
): Trace {
  const family = program.families.find((candidate) => candidate.family === packet.family);
  if (family === undefined) return { verdict: "none", logs: [], adds: [] };
  const entries = new Map(
    [...world.entries].map(([list, keys]) => [listNames.get(list) ?? list, new Set(keys)]),
  );
  const policyNames = new Map([...listNames].map(([name, spelled]) => [spelled, name]));
  const turns = new Map<number, number>();
  const logs: string[] = [];
  const adds: string[] = [];

  const isMember = (list: string, address: bigint): boolean => {
    if (entries.get(list)?.has(addressKey(packet.family, address)) === true) return true;
    const permanent = family.lists.find(({ name }) => name === list)?.addresses;
    if (permanent === undefined) return false;
    return [...rangesOf(permanent, packet.family)].some((range) => covers(range, address));
  };

  const within = (text: string, address: bigint): boolean => {
    const range = parseAddressText(text);
    if ("error" in range) throw new Error(`not an address: ${text}`);
    if (range.family !== packet.family) throw new Error(`of the other family: ${text}`);
    if (packet.family === "ipv6" && !text.includes("/")) throw new Error(`no prefix: ${text}`);
    return covers(range, address);
  };

  const holds = (property: ConditionProperty, value: string, origin: number): boolean => {
    switch (property) {
      case "in-interface":
        return packet.interface === value;
      case "in-interface-list":
        return packet.interfaceLists.includes(value);
      case "out-interface":
      case "out-interface-list":
        throw new Error("no packet here has a way out");
      case "src-address":
      case "dst-address":
        return within(
          value,
          addressOf(packet, property === "src-address" ? "source" : "destination"),
        );
      case "src-address-list":
        return isMember(value, packet.source);
      case "dst-address-list":
        return isMember(value, packet.destination);
      case "protocol":
        return value === routerosProtocol(packet);
      case "dst-port":
        return value.split(",").some((item) => {
          const [first, last] = item.split("-").map(Number);
          return first !== undefined && first <= packet.port && packet.port <= (last ?? first);
        });
      case "connection-state":
        return value.split(",").includes(packet.state);
      case "random": {
        const turn = turns.get(origin) ?? 0;
        turns.set(origin, turn + 1);
        return world.draw(origin, turn);
      }
    }
  };

  const matches = ({ conditions, origin }: FilterRule): boolean => {
    const { protocol, "dst-port": ports } = conditions;
    if (ports !== undefined && protocol !== "tcp" && protocol !== "udp")
      throw new Error("dst-port");
    return conditionProperties.every((property) => {
      const value = conditions[property];
      if (value === undefined) return true;
      const isNegated = value.startsWith("!");
      return holds(property, isNegated ? value.slice(1) : value, origin.start) !== isNegated;
    });
  };

  const walk = (rules: readonly FilterRule[], isBuiltIn: boolean): Verdict => {
    for (const rule of rules) {
      if (!matches(rule)) continue;
      const { action, log } = rule;
      if (log !== undefined) logs.push(log);
      switch (action.kind) {
        case "accept":
        case "drop":
          return action.kind;
        case "return":
          if (isBuiltIn) throw new Error("a return in a built-in chain");
          return "none";
        case "jump": {
          const chain = family.chains.find(({ name }) => name === action.chain);
          if (chain === undefined) throw new Error(`a jump to nowhere: ${action.chain}`);
          const verdict = walk(chain.rules, false);
          if (verdict !== "none") return verdict;
          break;
        }
        case "add": {
          const key = addressKey(packet.family, addressOf(packet, action.side));
          entries.set(action.list, new Set([...(entries.get(action.list) ?? []), key]));
          const time = parseDuration(action.timeout)?.milliseconds ?? "forever";
          adds.push(`${policyNames.get(action.list) ?? ""} ${key} ${time}`);
          break;
        }
        case "log":
        case "passthrough":
          break;
      }
    }
    return "none";
  };

  const hook = family.hooks.find(({ point }) => point === packet.hook);
  return { verdict: walk(hook?.rules ?? [], true), logs, adds };
}

function routerosProtocol({ protocol, family }: Packet): string {
  if (protocol === "icmp") return family === "ipv4" ? "icmp" : "icmpv6";
  return protocol;
}
