import type { Ruleset } from "../ir/ruleset.js";
import type { Service } from "../net/service.js";
import { type Climb, climbOf, type Obstacle } from "./climb.js";
import { type Memory, memoryOf } from "./memory.js";
import { portsToTry, type Subject, subjectOf, type Way, waysOf } from "./subject.js";

/** A source that no rule and no list names, as one kind of its connections is seen. */
export interface Stranger {
  readonly subject: Subject;
  readonly climb: Climb | Obstacle;
}

/** A policy as strangers meet it. */
export interface Gate {
  readonly ruleset: Ruleset;
  readonly memory: Memory;
  readonly ways: readonly Way[];
}

export function gateOf(ruleset: Ruleset): Gate {
  return { ruleset, memory: memoryOf(ruleset), ways: waysOf(ruleset) };
}

/**
 * Those who come for a service: more than one when the policy tells its ports apart. Each comes by the first way on
 * which it can be banned at all, as the strangers do whom a ladder is written for.
 */
export function strangersFor(gate: Gate, service: Service): readonly Stranger[] {
  const found = new Map<string, Stranger>();
  for (const term of service) {
    for (const port of portsToTry(gate.ruleset, term)) {
      const candidates = gate.ways.map((way): Stranger => {
        const subject = subjectOf(way, term, port);
        return { subject, climb: climbOf(gate.ruleset, gate.memory, subject) };
      });
      const stranger = candidates.find(({ climb }) => canBan(climb)) ?? candidates[0];
      if (stranger === undefined) continue;
      const key = fingerprint(stranger.climb);
      if (!found.has(key)) found.set(key, stranger);
    }
  }
  return [...found.values()];
}

export function isObstacle(climb: Climb | Obstacle): climb is Obstacle {
  return "why" in climb;
}

/** Whether a source may be banned, ever; true where that is not known. */
function canBan(climb: Climb | Obstacle): boolean {
  if (isObstacle(climb)) return true;
  for (const mask of reachable(climb)) {
    if (climb.outcomes(mask).some(({ banned }) => banned !== undefined)) return true;
  }
  return false;
}

/** Every set of lists that a source can be on while nothing runs out, and whatever is left of it when it does. */
function reachable(climb: Climb): ReadonlySet<number> {
  const masks = new Set([0]);
  for (const mask of masks) {
    for (const { timers, banned } of climb.outcomes(mask)) {
      if (banned !== undefined) continue;
      let after = mask;
      for (const [slot, timer] of timers.entries()) if (timer !== undefined) after |= 1 << slot;
      masks.add(after);
      for (let slot = 0; slot < timers.length; slot++) masks.add(after & ~(1 << slot));
      if (masks.size > mostMasks) return masks;
    }
  }
  return masks;
}

const mostMasks = 4096;

/** Connections that do the same with the same chances are one kind. */
export function fingerprint(climb: Climb | Obstacle): string {
  if (isObstacle(climb)) return `${climb.why} ${String(climb.rule.start)}`;
  const masks = [...reachable(climb)].sort((a, b) => a - b);
  return JSON.stringify(masks.map((mask) => climb.outcomes(mask)));
}
