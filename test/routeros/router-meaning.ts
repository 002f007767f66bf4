import { parseAddressText } from "../../src/net/address-text.js";
import { rangesOf } from "../../src/net/address-set.js";
import { parseDuration } from "../../src/net/duration.js";
import {
  type Conditions,
  type FilterRule,
  conditionProperties,
  type ConditionProperty,
  type RouterosProgram,
  tableOf,
} from "../../targets/routeros/model.js";
import {
  addressKey,
  addressOf,
  asking,
  covers,
  type Packet,
  type Question,
  type Trace,
  type World,
} from "./packet.js";

/** What a router does with one packet, by the manual's account of each matcher and action. */
export function routerMeaning(
  program: RouterosProgram,
  packet: Packet,
  world: World,
  listNames: ReadonlyMap<string, string>,
): Trace {
  const family = program.families.find((candidate) => candidate.family === packet.family);
  const name = tableOf(packet.hook);
  const table = family?.tables.find((candidate) => candidate.table === name);
  if (family === undefined || table === undefined) {
    return { verdict: "none", logs: [], adds: [], asked: [] };
  }
  const entries = new Map(
    [...world.entries].map(([list, keys]) => [listNames.get(list) ?? list, new Set(keys)]),
  );
  const policyNames = new Map([...listNames].map(([name, spelled]) => [spelled, name]));
  const { ask, asked } = asking(world);
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
      case "src-mac-address":
        return value === packet.mac.toUpperCase();
      case "packet-size": {
        const [first = NaN, last = NaN] = value.split("-").map(Number);
        return first <= packet.length && packet.length <= last;
      }
      case "tcp-flags":
        return value
          .split(",")
          .every((flag) => packet.flags.some((set) => set === flag) || isUnset(flag, packet));
      case "icmp-options": {
        const [type, codes = ""] = value.split(":");
        const [first = NaN, last = first] = codes.split("-").map(Number);
        const { icmp } = packet;
        return Number(type) === icmp.type && first <= icmp.code && icmp.code <= last;
      }
      case "connection-limit":
      case "psd":
      case "random":
      case "limit":
      case "dst-limit":
        return ask(origin, questions[property]);
    }
  };

  const matches = ({ conditions, origin }: FilterRule): boolean => {
    refuse(conditions, packet);
    return conditionProperties.every((property) => {
      const value = conditions[property];
      if (value === undefined) return true;
      // A `!` before TCP flags is that of the first flag: the manual's null scan is `!fin,!syn,!rst,!ack`.
      const isNegated = value.startsWith("!") && property !== "tcp-flags";
      return holds(property, isNegated ? value.slice(1) : value, origin.start) !== isNegated;
    });
  };

  const walk = (rules: readonly FilterRule[], isBuiltIn: boolean): string => {
    for (const rule of rules) {
      if (!matches(rule)) continue;
      const { action, log } = rule;
      if (log !== undefined) logs.push(log);
      switch (action.kind) {
        case "accept":
        case "drop":
          return action.kind;
        case "tarpit":
          if (name === "raw" || packet.family === "ipv6" || rule.conditions.protocol !== "tcp") {
            throw new Error("a tarpit where there is none");
          }
          return action.kind;
        case "reject":
          if (name === "raw") throw new Error("an answer before connection tracking");
          if (action.answer === "tcp-reset" && rule.conditions.protocol !== "tcp") {
            throw new Error("a reset for what may be no TCP");
          }
          return `reject ${answered(action.answer, packet)}`;
        case "return":
          if (isBuiltIn) throw new Error("a return in a built-in chain");
          return "none";
        case "jump": {
          const chain = table.chains.find((candidate) => candidate.name === action.chain);
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

  const rules = table.hooks.filter(({ point }) => point === packet.hook).map((hook) => hook.rules);
  return { verdict: walk(rules.flat(), true), logs, adds, asked };
}

const questions = {
  "connection-limit": "connections",
  psd: "scan",
  random: "chance",
  limit: "bucket",
  "dst-limit": "bucket per key",
} as const satisfies Partial<Record<ConditionProperty, Question>>;

/** Manual, "Common firewall matchers": what a matcher needs of another, and where it is. */
function refuse(conditions: Conditions, { hook, family }: Packet): void {
  const { protocol = "" } = conditions;
  const has = (name: ConditionProperty): boolean => conditions[name] !== undefined;
  const icmp = family === "ipv4" ? "icmp" : "icmpv6";
  const problems = [
    has("dst-port") && protocol !== "tcp" && protocol !== "udp",
    has("tcp-flags") && protocol !== "tcp",
    has("icmp-options") && protocol !== icmp,
    hook === "prerouting" && (has("connection-state") || has("connection-limit")),
    family === "ipv6" && has("psd"),
  ];
  if (problems.includes(true)) throw new Error(`cannot be: ${JSON.stringify(conditions)}`);
}

function isUnset(word: string, { flags }: Packet): boolean {
  return word.startsWith("!") && !flags.some((flag) => flag === word.slice(1));
}

const icmpAnswers: ReadonlyMap<string, string> = new Map([
  ["icmp-port-unreachable", "port-unreachable"],
  ["icmp-admin-prohibited", "admin-prohibited"],
  ["tcp-reset", "tcp-reset"],
  ["ipv4 icmp-host-unreachable", "host-unreachable"],
  ["ipv6 icmp-address-unreachable", "host-unreachable"],
  ["ipv4 icmp-network-unreachable", "no-route"],
  ["ipv6 icmp-no-route", "no-route"],
]);

/** The policy's name for what a sender is told. */
function answered(answer: string, { family }: Packet): string {
  const known = icmpAnswers.get(answer) ?? icmpAnswers.get(`${family} ${answer}`);
  if (known === undefined) throw new Error(`no such answer: ${answer}`);
  return known;
}

function routerosProtocol({ protocol, family }: Packet): string {
  if (protocol === "icmp") return family === "ipv4" ? "icmp" : "icmpv6";
  return protocol;
}
