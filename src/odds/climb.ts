import { type Chain, isTerminal, type Rule, type Ruleset } from "../ir/ruleset.js";
import type { Timeout } from "../net/duration.js";
import type { Span } from "../source/source-file.js";
import { matchSubject } from "./match-subject.js";
import { isRefusal, type Memory, mostSlots, type Slot, slotKey } from "./memory.js";
import type { Subject } from "./subject.js";

/** What one connection of a subject can do to what is remembered of it, by what is remembered already. */
export interface Climb {
  /** Bit i of `mask`: the subject is on the list of slot i. Bins are left out: who is there tries no more. */
  outcomes(mask: number): readonly Outcome[];
  /** The timers that rules give, slot by slot, in milliseconds. */
  readonly timers: readonly (readonly number[])[];
  /** To be on more lists, and for longer, never makes a ban less likely. Brackets rest on this. */
  readonly isMonotone: boolean;
}

export interface Outcome {
  readonly chance: number;
  /** New timers in milliseconds, slot by slot; undefined where nothing is added. */
  readonly timers: readonly (number | undefined)[];
  /** The timer of the bin, if it ends there. */
  readonly banned: number | undefined;
}

/** One way a packet can go: what it leaves remembered of its source, and whether it is turned away. */
export interface Passage {
  readonly chance: number;
  /** New timers in milliseconds, slot by slot, the bins last; undefined where nothing is added. */
  readonly timers: readonly (number | undefined)[];
  /** The slots that have new timers, as bits. */
  readonly added: number;
  readonly isRefused: boolean;
}

/** What one packet can do to what is remembered of its source, bins and all. */
export interface Passages {
  /** Bit i of `mask`: the source is on the list of slot i, the bins after the other slots. */
  readonly of: (mask: number) => readonly Passage[];
  /** As of a {@link Climb}. */
  readonly isMonotone: boolean;
}

/** Why a policy's odds cannot be worked out exactly. */
export interface Obstacle {
  readonly why: string;
  readonly rule: Span;
}

/** A walk of a packet through the rules, up to some point. */
interface Walk extends Outcome {
  /** Slots and bins it is on now, by {@link slotKey}. */
  readonly listed: ReadonlySet<string>;
  /** It was refused, and comes to no later hook. */
  readonly refused: boolean;
}

/** A rule as far as it is about a subject: what is settled is gone. */
interface Step {
  readonly conditions: readonly { readonly key: string; readonly negated: boolean }[];
  readonly chance: number;
  readonly adds: readonly { readonly key: string; readonly timer: number }[];
  readonly end: "go on" | "return" | "accepted" | "refused" | readonly Step[];
}

/**
 * Follows the rules (LANGUAGE.md section 7) for one packet with all draws left open: every way the draws can fall, with
 * its chance. The rules themselves are the model, so a ladder may be written in any form.
 */
export function climbOf(ruleset: Ruleset, memory: Memory, subject: Subject): Climb | Obstacle {
  if (memory.slots.length > mostSlots) {
    const [rule] = ruleset.chains;
    if (rule !== undefined) {
      return { why: `more than ${mostSlots} lists that lead on`, rule: rule.origin };
    }
  }
  const plan = planOf(ruleset, memory, subject);
  if ("why" in plan) return plan;
  const known = new Map<number, readonly Outcome[]>();
  return {
    timers: timersOf(plan, memory),
    isMonotone: isMonotone(plan, memory),
    outcomes: (mask) => {
      const found = known.get(mask) ?? walkAll(plan, memory, mask);
      known.set(mask, found);
      return found;
    },
  };
}

/** The same for a packet of any kind, also of a source that is in a bin. */
export function passagesOf(
  ruleset: Ruleset,
  memory: Memory,
  subject: Subject,
): Passages | Obstacle {
  const all: Memory = { slots: [...memory.slots, ...memory.bins], bins: [] };
  const plan = planOf(ruleset, all, subject);
  if ("why" in plan) return plan;
  const known = new Map<number, readonly Passage[]>();
  return {
    isMonotone: isMonotone(plan, memory),
    of: (mask) => {
      const found = known.get(mask) ?? passagesFrom(plan, all, mask);
      known.set(mask, found);
      return found;
    },
  };
}

function passagesFrom(plan: Plan, memory: Memory, mask: number): readonly Passage[] {
  const deed = ({ timers, refused }: Walk): string => `${timers.join(",")};${String(refused)}`;
  return merged(walksFrom(plan, memory, mask), deed).map(({ chance, timers, refused }) => ({
    chance,
    timers,
    added: timers.reduce<number>(
      (bits, timer, slot) => bits | (timer === undefined ? 0 : 1 << slot),
      0,
    ),
    isRefused: refused,
  }));
}

function timersOf(plan: Plan, { slots }: Memory): Climb["timers"] {
  return slots.map((slot) => timersGiven(plan.flat(), slotKey(slot)));
}

function isMonotone(plan: Plan, memory: Memory): boolean {
  const bins = new Set(memory.bins.map(slotKey));
  return (
    timersOf(plan, memory).every(({ length }) => length < 2) &&
    plan.every((steps) => steps.every((step) => onlyHelps(step, bins, false)))
  );
}

type Plan = readonly (readonly Step[])[];

function planOf(ruleset: Ruleset, memory: Memory, subject: Subject): Plan | Obstacle {
  const chains = new Map(ruleset.chains.map((chain) => [chain.name, chain]));
  const tracked = new Set([...memory.slots, ...memory.bins].map(slotKey));
  const stages: (readonly Step[])[] = [];
  for (const point of subject.path) {
    // `accept` at a hook ends the policy there, and the chains of a hook act as if they were one.
    const stage: Step[] = [];
    for (const chain of ruleset.chains) {
      if (chain.hook?.point !== point) continue;
      const enters = chain.hook.interfaces.every((matcher) => {
        const finding = matchSubject(ruleset, subject, matcher);
        return finding.kind === "settled" && finding.holds;
      });
      if (!enters) continue;
      const steps = stepsOf(ruleset, chains, tracked, subject, chain);
      if ("why" in steps) return steps;
      // A `return` in a hooked chain ends that chain only.
      stage.push({ conditions: [], chance: 1, adds: [], end: steps });
    }
    stages.push(stage);
  }
  return stages;
}

function stepsOf(
  ruleset: Ruleset,
  chains: ReadonlyMap<string, Chain>,
  tracked: ReadonlySet<string>,
  subject: Subject,
  chain: Chain,
): readonly Step[] | Obstacle {
  const steps: Step[] = [];
  for (const rule of chain.rules) {
    const step = stepOf(ruleset, chains, tracked, subject, rule);
    if (step === undefined) continue;
    if ("why" in step) return step;
    steps.push(step);
  }
  return steps;
}

/** @returns undefined for a rule that never holds for the subject, or that changes nothing for it */
function stepOf(
  ruleset: Ruleset,
  chains: ReadonlyMap<string, Chain>,
  tracked: ReadonlySet<string>,
  subject: Subject,
  rule: Rule,
): Step | Obstacle | undefined {
  if (!rule.families.includes(subject.packet.family)) return undefined;
  const conditions: { key: string; negated: boolean }[] = [];
  for (const matcher of rule.matchers) {
    const finding = matchSubject(ruleset, subject, matcher);
    if (finding.kind === "settled") {
      if (!finding.holds) return undefined;
    } else {
      const key = slotKey(finding);
      if (tracked.has(key)) conditions.push({ key, negated: finding.negated });
      else if (!finding.negated) return undefined;
    }
  }
  const adds = rule.actions.flatMap((action) => {
    if (action.kind !== "add") return [];
    const key = slotKey(action);
    const fixed = isPermanent(ruleset, subject, action);
    return tracked.has(key) && !fixed ? [{ key, timer: milliseconds(action.timeout) }] : [];
  });
  const last = rule.actions.at(-1);
  let end: Step["end"] = "go on";
  if (last?.kind === "return") end = "return";
  else if (last?.kind === "jump") {
    const entered = chains.get(last.chain);
    const steps = entered && stepsOf(ruleset, chains, tracked, subject, entered);
    if (steps !== undefined && "why" in steps) return steps;
    end = steps === undefined || steps.length === 0 ? "go on" : steps;
  } else if (last !== undefined && isTerminal(last)) {
    end = isRefusal(last) ? "refused" : "accepted";
  }
  if (adds.length === 0 && end === "go on") return undefined;
  if (rule.rates.length > 0) {
    return { why: "a limit lets it depend on how fast packets come", rule: rule.origin };
  }
  const chance = rule.chance === undefined ? 1 : rule.chance.millionths / 1_000_000;
  return { conditions, chance, adds, end };
}

function timersGiven(steps: readonly Step[], slot: string): readonly number[] {
  const timers = steps.flatMap(({ adds, end }) => [
    ...adds.flatMap(({ key, timer }) => (key === slot ? [timer] : [])),
    ...(typeof end === "string" ? [] : timersGiven(end, slot)),
  ]);
  return [...new Set(timers)];
}

/** Whether being on a list can only let a packet do more here, and never spares it a later rule. */
function onlyHelps(step: Step, bins: ReadonlySet<string>, isInside: boolean): boolean {
  const { conditions, adds, end } = step;
  if (conditions.some(({ negated }) => negated)) return false;
  if (adds.some(({ key }) => bins.has(key))) return true;
  const isRemembered = conditions.length > 0;
  if (typeof end !== "string") {
    return end.every((inner) => onlyHelps(inner, bins, isInside || isRemembered));
  }
  switch (end) {
    case "go on":
      return true;
    case "return":
      return !isRemembered;
    case "accepted":
    case "refused":
      // From the bin no packet is asked about: who is there has ended its climb.
      return (!isRemembered && !isInside) || conditions.some(({ key }) => bins.has(key));
  }
}

/** An address that a list holds for good is not given a timer. */
function isPermanent(ruleset: Ruleset, subject: Subject, { list, side }: Slot): boolean {
  const finding = matchSubject(ruleset, subject, {
    kind: "address",
    side,
    negated: false,
    operand: { kind: "list", list },
  });
  return finding.kind === "settled";
}

export function milliseconds(timeout: Timeout): number {
  return timeout === "forever" ? Infinity : timeout.milliseconds;
}

function walkAll(plan: Plan, memory: Memory, mask: number): readonly Outcome[] {
  return merged(
    walksFrom(plan, memory, mask),
    ({ timers, banned }) => `${timers.join(",")};${String(banned)}`,
  ).map(({ chance, timers, banned }) => ({ chance, timers, banned }));
}

function walksFrom(plan: Plan, memory: Memory, mask: number): readonly Walk[] {
  const keys = memory.slots.map(slotKey);
  const bins = new Set(memory.bins.map(slotKey));
  const listed = new Set(keys.filter((_, index) => (mask >>> index) % 2 === 1));
  const timers = keys.map(() => undefined);
  let walks: readonly Walk[] = [{ chance: 1, timers, banned: undefined, listed, refused: false }];
  for (const stage of plan) {
    const coming = walks.filter(({ refused }) => !refused);
    const { goesOn, ended } = walkSteps(stage, coming, keys, bins);
    walks = [...walks.filter(({ refused }) => refused), ...goesOn, ...ended];
  }
  return walks;
}

/** Where walks are after some steps: behind the last one, or at a verdict. */
interface Walked {
  readonly goesOn: readonly Walk[];
  readonly ended: readonly Walk[];
}

function walkSteps(
  steps: readonly Step[],
  start: readonly Walk[],
  keys: readonly string[],
  bins: ReadonlySet<string>,
): Walked {
  let walks = start;
  const returned: Walk[] = [];
  const ended: Walk[] = [];
  for (const step of steps) {
    const next: Walk[] = [];
    const entering: Walk[] = [];
    for (const walk of walks) {
      const meets = step.conditions.every(({ key, negated }) => walk.listed.has(key) !== negated);
      if (!meets) {
        next.push(walk);
        continue;
      }
      if (step.chance < 1) next.push({ ...walk, chance: walk.chance * (1 - step.chance) });
      const hit = added({ ...walk, chance: walk.chance * step.chance }, step, keys, bins);
      if (step.end === "go on") next.push(hit);
      else if (step.end === "return") returned.push(hit);
      else if (step.end === "accepted") ended.push(hit);
      else if (step.end === "refused") ended.push({ ...hit, refused: true });
      else entering.push(hit);
    }
    if (typeof step.end !== "string" && entering.length > 0) {
      const inner = walkSteps(step.end, entering, keys, bins);
      next.push(...inner.goesOn);
      ended.push(...inner.ended);
    }
    walks = merged(next, deedOf);
  }
  return { goesOn: merged([...walks, ...returned], deedOf), ended };
}

function added(
  walk: Walk,
  { adds }: Step,
  keys: readonly string[],
  bins: ReadonlySet<string>,
): Walk {
  if (adds.length === 0) return walk;
  const listed = new Set(walk.listed);
  const timers = [...walk.timers];
  let { banned } = walk;
  for (const { key, timer } of adds) {
    listed.add(key);
    if (bins.has(key)) banned = timer;
    else timers[keys.indexOf(key)] = timer;
  }
  return { ...walk, timers, banned, listed };
}

function deedOf({ timers, listed, banned }: Walk): string {
  return `${timers.join(",")};${[...listed].sort().join(",")};${String(banned)}`;
}

/** Walks that did the same are one. */
function merged(walks: readonly Walk[], deed: (walk: Walk) => string): readonly Walk[] {
  if (walks.length < 2) return walks;
  const byDeed = new Map<string, Walk>();
  for (const walk of walks) {
    const done = deed(walk);
    const same = byDeed.get(done);
    byDeed.set(done, same === undefined ? walk : { ...walk, chance: same.chance + walk.chance });
  }
  return [...byDeed.values()];
}
