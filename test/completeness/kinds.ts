import type { Condition, LadderItem, Place } from "../../src/ast/nodes.js";
import type { Action, HookPoint, Matcher, Verdict } from "../../src/ir/ruleset.js";
import type { FeatureName } from "../../src/target/features.js";

/**
 * The closed unions of the IR, and of the tree for what is sugar there, each kind with its cells. A kind that is
 * new to a union is a type error here until it has one.
 */
export const matchers: Readonly<Record<Matcher["kind"], readonly FeatureName[]>> = {
  interface: ["interface", "several names of an interface", "interface list"],
  mac: ["mac"],
  address: ["list", "address"],
  length: ["length"],
  service: ["service", "icmp type"],
  flags: ["flags"],
  state: ["connection state"],
  connections: ["conns per source", "conns per network", "conns per destination"],
  scan: ["scan"],
};

export const actions: Readonly<Record<Action["kind"], readonly FeatureName[]>> = {
  accept: ["accept"],
  drop: ["drop"],
  tarpit: ["tarpit"],
  reject: ["reject", "reject with tcp-reset"],
  else: ["… else …"],
  return: ["return"],
  jump: ["jump"],
  log: ['log "…"'],
  count: ["count"],
  add: ["add", "add … for", "add … for forever"],
};

export const places: Readonly<Record<Place["kind"], FeatureName>> = {
  first: "place first",
  last: "place last",
  after: "place after",
};

/** Conditions that are no matchers in the IR. */
export const draws: Readonly<
  Record<Exclude<Condition["kind"], Matcher["kind"]>, readonly FeatureName[]>
> = {
  chance: ["odds", "odds with a fraction"],
  rate: ["limit", "limit per key", "over", "over per key"],
};

export const ladderParts: Readonly<Record<LadderItem["kind"], readonly FeatureName[]>> = {
  exempt: ["ladder exempt"],
  ignore: ["ladder ignore"],
  rungs: ["ladder rungs"],
  bin: ["ladder bin", "ladder bin log", "ladder bin early"],
  odds: ["ladder odds", "ladder odds any", "ladder odds other"],
  trap: ["ladder trap"],
  scan: ["ladder scan"],
};

export const verdicts: Readonly<Record<Verdict["kind"], FeatureName>> = {
  accept: "accept",
  drop: "drop",
  tarpit: "tarpit",
  reject: "reject",
};

export const hooks: Readonly<Record<HookPoint, true>> = {
  input: true,
  forward: true,
  output: true,
  prerouting: true,
};
