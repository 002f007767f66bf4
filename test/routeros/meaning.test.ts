/**
 * Lowering keeps the meaning: for any packet, any lists and any draws, the router's rules do what the policy
 * says, with the same draws. It does not show that RouterOS works as its manual says, and leaves out expiry,
 * which both sides leave to the router.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import { connectionStates } from "../../src/net/connection-state.js";
import { bothFamilies } from "../../src/net/family.js";
import type { Ruleset } from "../../src/ir/ruleset.js";
import { spellNames } from "../../targets/routeros/names.js";
import { portablePolicyText } from "../arbitrary/policy.js";
import { compiled } from "./compiled.js";
import { addressKey, type Packet, telling, type World } from "./packet.js";
import { policyMeaning } from "./policy-meaning.js";
import { routerMeaning } from "./router-meaning.js";

/** Spellings of the one interface that the generated policies know. */
const wan = fc.constantFrom("ether1", "ether1, ether2", "list WAN", "list WAN, VPN");

const web = fc.constantFrom(
  "tcp/80, tcp/443, udp/443",
  "tcp/{1,3,5,7,9,11,13,15,17,19,21,23,25,27,29,31-33,80}, udp/443",
  "udp/{1,3,5,7,9,11,13,15,17,19,21,23,25,27,29,31-33}",
  "tcp/0-65535",
  "tcp, udp/53, icmp",
);

/** Rules that tempt to a split that is none, or to a repetition. */
const awkward = fc.subarray([
  "  from !sin_1 -> add source to sin_1, add source to sinbin, drop",
  '  from !sin_1 -> add source to sin_1, log "once", add destination to trusted',
  '  from sinbin 50% -> add source to sinbin for 2h, log "a", log "b", jump first',
  "  in wan 50% -> drop",
  "  in wan -> add source to sin_1, accept",
  '  in !wan 50% -> log "out", add source to sinbin, accept',
  "  !web 30% -> add source to sin_1, add destination to sin_1",
  "  !web in wan -> jump second",
  "  web from !sin_1 -> add source to sin_1, drop",
  '  from !2001:db8:5::3-2001:db8:5::9 -> log "far", jump third',
  '  from 2001:db8:5::3-2001:db8:5::9 40% -> log "near", add source to sin_1, accept',
]);

/** Generated policies with the shapes that RouterOS has to split. */
const policy = fc
  .tuple(portablePolicyText(), wan, web, awkward, fc.boolean(), fc.boolean())
  .map(([text, names, ports, rules, isNamedLikeItsHook, hasRanges]) => {
    const spelled = text
      .replace("routeros ether1", `routeros ${names}`)
      .replace(/service web = .*/u, `service web = ${ports}`)
      .replace(/chain entry hook .*\n/u, (start) => `${start}${rules.join("\n")}\n`)
      .replace(
        "chain entry hook input",
        `chain ${isNamedLikeItsHook ? "input" : "entry"} hook input`,
      );
    if (!hasRanges) return spelled;
    return spelled.replace(/(from !?2001:db8:[0-9a-f]+::)1\b/gu, "$11-2001:db8:ffff::9");
  });

/** A packet and a world, but for what depends on the policy. */
const situation = fc.record({
  hook: fc.constantFrom("input" as const, "forward" as const),
  family: fc.constantFrom(...bothFamilies),
  state: fc.constantFrom(...connectionStates),
  protocol: fc.constantFrom("tcp" as const, "tcp", "udp", "icmp", "gre"),
  port: fc.oneof(fc.constantFrom(22, 23, 53, 80, 443, 31, 32), fc.integer({ min: 0, max: 65535 })),
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

type Situation = typeof situation extends fc.Arbitrary<infer T> ? T : never;

function packetOf(chosen: Situation, known: ReturnType<typeof telling>): Packet {
  const addresses = known[chosen.family];
  const pick = (index: number): bigint => addresses[index % addresses.length] ?? 5n;
  return { ...chosen, source: pick(chosen.source), destination: pick(chosen.destination) };
}

function worldOf({ members, draws }: Situation, packet: Packet, { lists }: Ruleset): World {
  return {
    entries: new Map(
      lists.map(({ name }, index) => {
        const sides = members[index % members.length] ?? [];
        return [name, new Set(sides.map((side) => addressKey(packet.family, packet[side])))];
      }),
    ),
    draw: (rule, turn) => draws[(rule + 7 * turn) % draws.length] === true,
  };
}

test("the router does what the policy says", () => {
  let said = 0;
  fc.assert(
    fc.property(policy, fc.array(situation, { minLength: 30, maxLength: 30 }), (text, all) => {
      const { ruleset, program } = compiled(text);
      if (program === undefined) return;
      said++;
      const names = spellNames(ruleset.lists.map(({ name }) => name));
      const known = telling(ruleset);
      for (const chosen of all) {
        const packet = packetOf(chosen, known);
        const world = worldOf(chosen, packet, ruleset);
        const expected = policyMeaning(ruleset, packet, world);
        expect(routerMeaning(program, packet, world, names)).toEqual(expected);
      }
    }),
    { numRuns: 300 },
  );
  expect(said).toBeGreaterThan(50);
});
