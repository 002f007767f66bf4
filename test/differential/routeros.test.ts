/**
 * A policy's meaning and the router's rules, each by its own laws, come to the same for the same packets, draws and
 * connections: verdicts, log lines, entries and how often was drawn. Neither side knows of the other.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.js";
import type { Rule, Ruleset, Verdict } from "../../src/ir/ruleset.js";
import type { Family } from "../../src/net/family.js";
import { seededDraws } from "../../src/simulate/draws.js";
import type { Connections, Draws, Engine } from "../../src/simulate/engine.js";
import type { Packet } from "../../src/simulate/packet.js";
import { policyEngine } from "../../src/simulate/policy-engine.js";
import type { DeviceInterfaces } from "../../src/target/device-interfaces.js";
import { routerosTarget } from "../../targets/routeros/index.js";
import type { RouterosProgram } from "../../targets/routeros/model.js";
import { packetSketch, packetsOf } from "../arbitrary/packets.js";
import { portablePolicyText } from "../arbitrary/policy.js";
import { wholePolicyText } from "../routeros/arbitrary-whole.js";
import { compiled } from "../routeros/compiled.js";

/** RouterOS manual, "Filter" and "Raw": what there is in which table, for which packets. */
function has(verdict: Verdict, { hook, family, protocol }: Packet): boolean {
  switch (verdict.kind) {
    case "accept":
    case "drop":
      return true;
    case "tarpit":
      return hook !== "prerouting" && family === "ipv4" && protocol === "tcp";
    case "reject":
      return hook !== "prerouting" && (verdict.answer !== "tcp-reset" || protocol === "tcp");
  }
}

/** Few and many, of a source or its network, the same whenever it is asked. */
const connections: Connections = ({ source, state, port }, _, length) =>
  state === "untracked"
    ? undefined
    : Number(BigInt(source) % 5n) * 9 + ((port ?? 0) % 3) + (length ?? 0);

/**
 * A rule that does nothing in a family, such as a jump to a chain without rules, is not on the router, and does not
 * draw there: the draws of the two would no longer be the same ones.
 */
function onRouter(ruleset: Ruleset, { families }: RouterosProgram): Ruleset {
  const places = new Map<Family, Set<number>>();
  for (const { family, tables } of families) {
    const rules = tables.flatMap(({ hooks, chains }) => [...hooks, ...chains]);
    const starts = rules.flatMap((chain) => chain.rules.map(({ origin }) => origin.start));
    places.set(family, new Set(starts));
  }
  const narrowed = (rule: Rule): readonly Rule[] => {
    const { families: all, origin } = rule;
    const present = all.filter((family) => places.get(family)?.has(origin.start));
    return present.length === 0 ? [] : [{ ...rule, families: present }];
  };
  const chains = ruleset.chains.map((chain) => ({
    ...chain,
    rules: chain.rules.flatMap(narrowed),
  }));
  return { ...ruleset, chains };
}

/** Where a policy's interface is on the router; what has several names is met by one of them, or by its lists. */
function interfacesOf(ruleset: Ruleset, turn: number): DeviceInterfaces {
  const matchers = ruleset.chains.flatMap(({ hook, rules }) => [
    ...(hook?.interfaces ?? []),
    ...rules.flatMap((rule) => rule.matchers),
  ]);
  return (name) => {
    const found = matchers.find(
      (matcher) => matcher.kind === "interface" && matcher.interface.name === name,
    );
    const spelling =
      found?.kind === "interface"
        ? found.interface.spellings.find(({ target }) => target === "routeros")
        : undefined;
    const { names = [], ofLists = false } = spelling ?? {};
    const one = names[turn % names.length] ?? "";
    if (!ofLists) return { names: [one], lists: [] };
    return { names: ["ether9"], lists: turn % 2 === 0 ? names : [one] };
  };
}

function counted(draws: Draws): { readonly draws: Draws; readonly count: () => number } {
  let count = 0;
  return {
    draws: () => {
      count++;
      return draws();
    },
    count: () => count,
  };
}

function entriesAt(engine: Engine, at: number): readonly string[] {
  return [...engine.entries(at)]
    .flatMap(([list, entries]) =>
      [...entries].map(([address, until]) => `${list} ${address} ${until}`),
    )
    .sort();
}

/**
 * Whether the compiler says that a rule has several buckets on the router, which the policy's one is not the same as.
 * What else it calls nearly the same is the same here: `onRouter` leaves out what is left out under IPv6, and both
 * sides keep one memory for all port scans.
 */
function isNearly(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(
    ({ code, message }) => code === "SB5009" && /a bucket each|count connections/u.test(message),
  );
}

test.each([
  ["policies for all targets", portablePolicyText(), 300],
  ["policies of the whole language", wholePolicyText(), 900],
])("the router does what the policy says: %s", (_, policies, runs) => {
  let compared = 0;
  const sketches = fc.array(packetSketch, { minLength: 1, maxLength: 40, size: "max" });
  fc.assert(
    fc.property(policies, sketches, fc.nat(), fc.nat(), (text, all, seed, turn) => {
      const { ruleset, program, diagnostics } = compiled(text);
      if (program === undefined || isNearly(diagnostics)) return;
      compared++;
      const mine = counted(seededDraws(seed));
      const its = counted(seededDraws(seed));
      const policy = policyEngine(onRouter(ruleset, program), {
        draws: mine.draws,
        connections,
        has,
      });
      const router = routerosTarget.engine!(
        program,
        { draws: its.draws, connections },
        interfacesOf(ruleset, turn),
      );
      for (const packet of packetsOf(all, ruleset)) {
        const expected = policy.play(packet);
        const actual = router.play(packet);
        const { at } = packet;
        expect({ ...actual, entries: entriesAt(router, at), draws: its.count() }).toEqual({
          ...expected,
          entries: entriesAt(policy, at),
          draws: mine.count(),
        });
      }
    }),
    { numRuns: runs },
  );
  expect(compared).toBeGreaterThan(runs / 3);
});
