/**
 * Lowering keeps the meaning: for any packet, any lists and any draws, the router's rules do what the policy
 * says, with the same draws. It does not show that RouterOS works as its manual says, and leaves out expiry,
 * which both sides leave to the router.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import { type RouterosProgram, tableOf } from "../../targets/routeros/model.js";
import { spellNames } from "../../targets/routeros/names.js";
import { portablePolicyText } from "../arbitrary/policy.js";
import { wholePolicyText } from "./arbitrary-whole.js";
import { compiled } from "./compiled.js";
import { type Packet, telling } from "./packet.js";
import { policyMeaning } from "./policy-meaning.js";
import { routerMeaning } from "./router-meaning.js";
import { packetOf, situation, worldOf } from "./situation.js";

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

/** Where rules stand that the router has; one that does nothing in a family is left out, and asks nothing. */
function questioned({ families }: RouterosProgram, { family, hook }: Packet): ReadonlySet<number> {
  const places = new Set<number>();
  for (const program of families.filter((candidate) => candidate.family === family)) {
    for (const { table, hooks, chains } of program.tables) {
      if (table !== tableOf(hook)) continue;
      for (const { rules } of [...hooks, ...chains]) {
        for (const { origin } of rules) places.add(origin.start);
      }
    }
  }
  return places;
}

test.each([
  ["generated policies with the shapes that RouterOS has to split", policy, 300],
  ["policies of the whole language", wholePolicyText(), 900],
])("the router does what the policy says: %s", (_, policies, runs) => {
  let said = 0;
  fc.assert(
    fc.property(policies, fc.array(situation, { minLength: 30, maxLength: 30 }), (text, all) => {
      const { ruleset, program } = compiled(text);
      if (program === undefined) return;
      said++;
      const names = spellNames(ruleset.lists.map(({ name }) => name));
      const known = telling(ruleset);
      for (const chosen of all) {
        const packet = packetOf(chosen, known);
        const world = worldOf(chosen, packet, ruleset);
        const expected = policyMeaning(ruleset, packet, world);
        const askable = questioned(program, packet);
        const asked = expected.asked.filter((question) => askable.has(Number.parseInt(question)));
        expect(routerMeaning(program, packet, world, names)).toEqual({ ...expected, asked });
      }
    }),
    { numRuns: runs },
  );
  expect(said).toBeGreaterThan(runs / 6);
});
