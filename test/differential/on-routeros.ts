import type fc from "fast-check";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.js";
import type { Rule, Ruleset, Verdict } from "../../src/ir/ruleset.js";
import type { Family } from "../../src/net/family.js";
import type { Packet } from "../../src/simulate/packet.js";
import { policyEngine } from "../../src/simulate/policy-engine.js";
import type { DeviceInterfaces } from "../../src/target/device-interfaces.js";
import type { RouterosProgram } from "../../targets/routeros/model.js";
import { programEngine } from "../../targets/routeros/simulate/program-engine.js";
import { packetsOf } from "../arbitrary/packets.js";
import { portablePolicyText } from "../arbitrary/policy.js";
import { splitPolicy } from "../routeros/arbitrary-split.js";
import { wholePolicyText } from "../routeros/arbitrary-whole.js";
import { compiled } from "../routeros/compiled.js";
import { type Exact, sidesOf } from "./sides.js";

/** A kind of random policies. */
export interface RouterosKind {
  readonly name: string;
  readonly policies: fc.Arbitrary<string>;
  /** How many are tried as a rule. */
  readonly runs: number;
}

export const routerosKinds: readonly RouterosKind[] = [
  { name: "policies for all targets", policies: portablePolicyText(), runs: 300 },
  { name: "policies of the whole language", policies: wholePolicyText(true), runs: 900 },
  { name: "policies that have to be split", policies: splitPolicy, runs: 300 },
];

/** Undefined for a policy that RouterOS cannot say, or only nearly. */
export function onRouteros(text: string): Exact<RouterosProgram> | undefined {
  const { ruleset, program: own, diagnostics } = compiled(text);
  if (own === undefined || isNearly(diagnostics)) return undefined;
  const meant = onRouter(ruleset, own);
  return {
    ruleset: meant,
    program: own,
    packets: (sketches) => packetsOf(sketches, ruleset),
    sides: (seed, program = own) =>
      sidesOf(
        seed,
        (world) => policyEngine(meant, { ...world, has }),
        (world) => programEngine(program, world, interfacesOf(ruleset, seed)),
      ),
  };
}

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

/** Where a policy's interface is on the router; what has several names is met by each in turn, or by its lists. */
function interfacesOf(ruleset: Ruleset, first: number): DeviceInterfaces {
  let turn = first;
  const matchers = ruleset.chains.flatMap(({ hook, rules }) => [
    ...(hook?.interfaces ?? []),
    ...rules.flatMap((rule) => rule.matchers),
  ]);
  return (name) => {
    turn++;
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
