import type { Side, Verdict } from "../../../src/ir/ruleset.js";
import { addressBits } from "../../../src/net/address.js";
import { bothFamilies, type Family } from "../../../src/net/family.js";
import type { RejectAnswer } from "../../../src/net/reject.js";
import type { Engine, EngineOptions, Entries, Step } from "../../../src/simulate/engine.js";
import type { Address, Packet } from "../../../src/simulate/packet.js";
import type { DeviceInterfaces } from "../../../src/target/device-interfaces.js";
import type { RouterosProgram } from "../model.js";
import { loadProgram } from "./load-program.js";
import { numberOf } from "./protocols.js";
import { parseRouterAddress } from "./router-address.js";
import { routerEngine, type RouterStep, type RouterVerdict } from "./router-engine.js";
import type { RouterInterface, RouterPacket } from "./router-packet.js";

/** A program's rows on a router of their own, as an engine that speaks the policy's language. */
export function programEngine(
  program: RouterosProgram,
  { draws, connections, listed, watch }: EngineOptions,
  interfaces: DeviceInterfaces,
): Engine {
  const { state, originOf } = loadProgram(program);
  const source: Side = "source";
  // One packet is on its way at a time; tracking is asked about it as it came in.
  let current: Packet | undefined;
  const policyNames = new Map(
    program.renamings
      .filter(({ kind }) => kind === "list")
      .map(({ name, spelled }) => [spelled, name]),
  );
  const router = routerEngine(state, {
    draws,
    connections: ({ family }, length) =>
      current && connections(current, source, length === addressBits(family) ? undefined : length),
    listed:
      listed &&
      ((list, address) => {
        listed(policyNames.get(list) ?? list, address);
      }),
    watch:
      watch &&
      ((step) => {
        watch(told(step, originOf));
      }),
  });
  return {
    play: (packet) => {
      current = packet;
      const { verdict, logs } = router.play(onRouter(packet, interfaces));
      return { verdict: verdict && policyVerdict(verdict, packet.family), logs };
    },
    entries: (at) => {
      const all = new Map<string, Map<Address, number>>();
      for (const family of bothFamilies) {
        for (const { list, address, dynamic, until } of state[family].lists.entries(at)) {
          const range = parseRouterAddress(address, family);
          if (!dynamic || range === undefined) continue;
          const name = policyNames.get(list) ?? list;
          const entries = all.get(name) ?? new Map<Address, number>();
          all.set(name, entries.set(range.first, until));
        }
      }
      return all satisfies Entries;
    },
  };
}

function onRouter(packet: Packet, interfaces: DeviceInterfaces): RouterPacket {
  const { family, protocol, port } = packet;
  return {
    at: packet.at,
    hook: packet.hook,
    family,
    source: packet.source,
    destination: packet.destination,
    protocol: numberOf(protocol, family),
    destinationPort: port,
    icmp: packet.icmp,
    state: packet.state,
    in: interfaceOf(packet.in, interfaces),
    out: interfaceOf(packet.out, interfaces),
    length: packet.length,
    flags: packet.flags,
    mac: packet.mac,
  };
}

/** A packet comes by one of the interfaces that the policy gives one name; the first stands for all of them. */
function interfaceOf(name: string | undefined, interfaces: DeviceInterfaces): RouterInterface {
  if (name === undefined) return { name: "", lists: [] };
  const { names, lists } = interfaces(name);
  return { name: names[0] ?? "", lists };
}

function policyVerdict(verdict: RouterVerdict, family: Family): Verdict {
  if (verdict.kind !== "reject") return verdict;
  const answer = answers.get(verdict.answer) ?? answers.get(`${family} ${verdict.answer}`);
  // A program is rejected with nothing else.
  if (answer === undefined) throw new Error(`no answer of a policy: ${verdict.answer}`);
  return { kind: "reject", answer };
}

/** The policy's names for what `reject-with` says. */
const answers: ReadonlyMap<string, RejectAnswer> = new Map([
  ["tcp-reset", "tcp-reset"],
  ["icmp-port-unreachable", "port-unreachable"],
  ["icmp-admin-prohibited", "admin-prohibited"],
  ["ipv4 icmp-host-unreachable", "host-unreachable"],
  ["ipv6 icmp-address-unreachable", "host-unreachable"],
  ["ipv4 icmp-network-unreachable", "no-route"],
  ["ipv6 icmp-no-route", "no-route"],
]);

function told(
  { row, missed }: RouterStep,
  originOf: ReturnType<typeof loadProgram>["originOf"],
): Step {
  const rule = originOf(row);
  if (missed !== undefined) {
    return { kind: "missed", rule, because: `${missed.property}=${missed.value} does not hold` };
  }
  const { chain = "", action = "accept", ...others } = row.properties;
  const details = ["jump-target", "address-list", "address-list-timeout", "reject-with"].flatMap(
    (name) => (others[name] === undefined ? [] : [`${name}=${others[name]}`]),
  );
  return {
    kind: "fired",
    rule,
    did: [[`chain=${chain}`, `action=${action}`, ...details].join(" ")],
  };
}
