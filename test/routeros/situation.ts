import fc from "fast-check";
import { connectionStates } from "../../src/net/connection-state.js";
import { bothFamilies } from "../../src/net/family.js";
import { tcpFlags } from "../../src/net/tcp-flags.js";
import type { Ruleset, Side } from "../../src/ir/ruleset.js";
import { addressKey, type Packet, type telling, type World } from "./packet.js";

/** A packet and a world, with numbers for addresses that the policy decides on. */
export type Situation = Omit<Packet, "source" | "destination"> & {
  readonly source: number;
  readonly destination: number;
  /** For each list which addresses of the packet are in it. */
  readonly members: readonly (readonly Side[])[];
  readonly draws: readonly boolean[];
};

/** A packet and a world, but for what depends on the policy. */
export const situation: fc.Arbitrary<Situation> = fc.record({
  hook: fc.constantFrom("input" as const, "input", "forward", "prerouting"),
  family: fc.constantFrom(...bothFamilies),
  state: fc.constantFrom(...connectionStates),
  protocol: fc.constantFrom("tcp" as const, "tcp", "tcp", "udp", "icmp", "icmp", "gre"),
  port: fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(22, 22, 23, 53, 80, 443, 31, 32) },
    fc.integer({ min: 0, max: 65535 }),
  ),
  flags: fc.subarray([...tcpFlags]),
  icmp: fc.record({
    type: fc.constantFrom(0, 1, 2, 3, 3, 4, 8, 8, 11, 13, 128, 129, 137),
    code: fc.constantFrom(0, 4, 255),
  }),
  length: fc.constantFrom(40, 99, 100, 200, 201, 1500, 65535),
  mac: fc.constantFrom("02:00:00:aa:bb:cc", "02:00:00:aa:bb:cd"),
  source: fc.nat(),
  destination: fc.nat(),
  interface: fc.constantFrom("ether1", "ether2", "ether3"),
  interfaceLists: fc.subarray(["WAN", "VPN", "LAN"]),
  members: fc.array(fc.subarray(["source", "destination"] as const), {
    minLength: 16,
    maxLength: 16,
  }),
  draws: fc.array(fc.boolean(), { minLength: 31, maxLength: 31 }),
});

export function packetOf(chosen: Situation, known: ReturnType<typeof telling>): Packet {
  const addresses = known[chosen.family];
  const pick = (index: number): bigint => addresses[index % addresses.length] ?? 5n;
  return { ...chosen, source: pick(chosen.source), destination: pick(chosen.destination) };
}

export function worldOf({ members, draws }: Situation, packet: Packet, { lists }: Ruleset): World {
  return {
    entries: new Map(
      lists.map(({ name }, index) => {
        const sides = members[index % members.length] ?? [];
        return [name, new Set(sides.map((side) => addressKey(packet.family, packet[side])))];
      }),
    ),
    answer: (rule, question, turn) =>
      draws[(rule + 7 * turn + 3 * question.length) % draws.length] === true,
  };
}
