import type { Ruleset } from "../ir/ruleset.js";
import type { Duration } from "../net/duration.js";
import { formatService, type Service } from "../net/service.js";
import { type Behaviour, behaviourOdds, behaviours } from "./behaviour.js";
import type { Obstacle } from "./climb.js";
import type { Interval } from "./interval.js";
import { ladderShape, type Rung } from "./ladder-shape.js";
import { type Effort, type Odds, quickEffort } from "./odds.js";
import type { Pace } from "./pace.js";
import { shareDropped } from "./share.js";
import {
  fingerprint,
  type Gate,
  gateOf,
  isObstacle,
  type Stranger,
  strangersFor,
} from "./stranger.js";
import { strangerOdds } from "./stranger-odds.js";
import { serviceMatchers } from "./subject.js";

/** What a policy's ladders do to strangers. */
export interface Survey {
  readonly rungs: readonly Rung[];
  readonly kinds: readonly Kind[];
  readonly behaviours: readonly BehaviourRow[];
}

/** Connections that the policy treats alike. */
export interface Kind {
  /** The services, as the policy calls them. */
  readonly names: readonly string[];
  readonly stranger: Stranger;
  readonly rows: readonly PaceRow[];
  /** Why the policy had to be played. */
  readonly obstacle: Obstacle | undefined;
}

export interface PaceRow {
  readonly pace: Pace;
  readonly odds: Odds;
  readonly dropped: Interval;
}

export interface BehaviourRow {
  readonly behaviour: Behaviour;
  readonly banned: Interval;
}

/** After how many tries the survey looks. */
export const surveyedTries: readonly number[] = [3, 5, 10, 20, 50];

const surveyedPaces: readonly Pace[] = [
  every(1),
  every(10),
  every(30),
  every(60),
  { kind: "about", mean: seconds(60) },
  { kind: "about", mean: seconds(600) },
];

function every(period: number): Pace {
  return { kind: "every", period: seconds(period), jitter: undefined };
}

function seconds(count: number): Duration {
  return { milliseconds: count * 1000 };
}

/** @param services what names stand for, for those who behave as people do */
export function surveyOf(
  ruleset: Ruleset,
  services: (name: string) => Service | undefined,
  effort: Effort = quickEffort,
): Survey {
  const gate = gateOf(ruleset);
  const rungs = ladderShape(ruleset, gate.memory);
  if (gate.memory.bins.length === 0) return { rungs, kinds: [], behaviours: [] };
  return {
    rungs,
    kinds: kindsOf(gate).map((kind) => surveyKind(gate, kind, effort)),
    behaviours: behaviours.map((behaviour) => ({
      behaviour,
      banned: behaviourOdds(gate, behaviour, services),
    })),
  };
}

interface Named {
  readonly names: string[];
  readonly stranger: Stranger;
}

const restName = "anything else";

/** Every service that a rule names, and a port that none does; those the policy treats alike together. */
function kindsOf(gate: Gate): readonly Named[] {
  const kinds = new Map<string, Named>();
  for (const { name, service } of servicesNamed(gate.ruleset)) {
    for (const stranger of strangersFor(gate, service)) {
      const key = fingerprint(stranger.climb);
      const known = kinds.get(key);
      if (known === undefined) kinds.set(key, { names: [name], stranger });
      else if (!known.names.includes(name)) known.names.push(name);
    }
  }
  return [...kinds.values()].map(({ names, stranger }) =>
    names.includes(restName) ? { names: [restName], stranger } : { names, stranger },
  );
}

function servicesNamed(
  ruleset: Ruleset,
): readonly { readonly name: string; readonly service: Service }[] {
  const named = new Map<string, Service>();
  for (const { written, service, negated } of serviceMatchers(ruleset)) {
    if (!negated) named.set(written, service);
  }
  return [
    ...[...named].map(([name, service]) => ({ name, service })),
    { name: restName, service: [{ protocol: "tcp", ports: [freePort(ruleset)] }] },
  ];
}

/** A high port that no rule names. */
function freePort(ruleset: Ruleset): { readonly first: number; readonly last: number } {
  const named = serviceMatchers(ruleset).flatMap(({ service }) =>
    service.flatMap(({ ports }) => ports ?? []),
  );
  for (let port = 49_152; port > 0; port--) {
    if (!named.some(({ first, last }) => first <= port && port <= last)) {
      return { first: port, last: port };
    }
  }
  return { first: 49_152, last: 49_152 };
}

function surveyKind(gate: Gate, { names, stranger }: Named, effort: Effort): Kind {
  const { climb } = stranger;
  const rows = surveyedPaces.map((pace): PaceRow => {
    const odds = strangerOdds(gate, stranger, pace, surveyedTries, effort);
    return { pace, odds, dropped: shareDropped(pace, odds) };
  });
  return { names, stranger, rows, obstacle: isObstacle(climb) ? climb : undefined };
}

/** `tcp/22`: what was tried for a kind. */
export function exampleOf({ stranger }: Kind): string {
  const { protocol, port } = stranger.subject.packet;
  return formatService([
    port === undefined ? { protocol } : { protocol, ports: [{ first: port, last: port }] },
  ]);
}
