import type { Bound } from "../ast/expect-nodes.js";
import type { Ruleset } from "../ir/ruleset.js";
import type { Service } from "../net/service.js";
import { exactly, type Interval } from "./interval.js";
import { playedSchedule } from "./monte-carlo.js";
import { quickEffort } from "./odds.js";
import { policyPlayer } from "./playing.js";
import type { Pace } from "./pace.js";
import { type Connection, scheduleOdds } from "./schedule.js";
import { strangerChance } from "./stranger-odds.js";
import { portsToTry } from "./subject.js";
import { type Gate, isObstacle, type Stranger, strangersFor } from "./stranger.js";

/** What typical people and attackers do. */
export interface Behaviour {
  readonly who: string;
  readonly what: string;
  /** Somebody who should not be banned. */
  readonly isWelcome: boolean;
  readonly connections: readonly Visit[] | Regular;
}

/** One service, at a pace, for a time. */
interface Regular {
  readonly service: string;
  readonly pace: Pace;
  readonly bound: Pick<Bound, "within">;
}

interface Visit {
  /** Milliseconds. */
  readonly at: number;
  /** A well-known service, or a TCP port. */
  readonly service: string | number;
}

/** Most of the ways the timers can stand; what is beyond widens the answer. */
const mostTuples = 400;

const evenly = (service: string, count: number, period: number): readonly Visit[] =>
  Array.from({ length: count }, (_, index) => ({ at: index * period, service }));

const at = (service: string, ...seconds: readonly number[]): readonly Visit[] =>
  seconds.map((second) => ({ at: second * 1000, service }));

/** The lowest ports, as a scanner counts them. */
const sweep = (count: number, period: number): readonly Visit[] =>
  Array.from({ length: count }, (_, index) => ({ at: index * period, service: index + 1 }));

/**
 * The retransmissions are those of Linux 6 (net.ipv4.tcp_syn_linear_timeouts = 4) until a program gives up after 14
 * seconds. A SYN that is dropped leaves no tracked connection, so each of the eight is new, and a draw.
 */
const unanswered: readonly number[] = [0, 1, 2, 3, 4, 5, 7, 11];

export const behaviours: readonly Behaviour[] = [
  {
    who: "a password guesser, fast",
    what: "ssh every 2 s, 20 times",
    isWelcome: false,
    connections: evenly("ssh", 20, 2000),
  },
  {
    who: "a password guesser, slow",
    what: "ssh every 50 s, 20 times",
    isWelcome: false,
    connections: evenly("ssh", 20, 50_000),
  },
  {
    who: "a port sweep",
    what: "ports 1 to 100, ten a second",
    isWelcome: false,
    connections: sweep(100, 100),
  },
  {
    who: "one try at a dropped port",
    what: "telnet once: 8 SYNs until it gives up",
    isWelcome: true,
    connections: at("telnet", ...unanswered),
  },
  {
    who: "a colleague who mistypes",
    what: "ssh at 0 s, 10 s and 25 s",
    isWelcome: true,
    connections: at("ssh", 0, 10, 25),
  },
  {
    who: "a deploy script",
    what: "ssh 5 times, 2 s apart",
    isWelcome: true,
    connections: evenly("ssh", 5, 2000),
  },
  {
    who: "a monitor",
    what: "https every 60 s, a second more or less, for an hour",
    isWelcome: true,
    connections: {
      service: "https",
      pace: { kind: "every", period: { milliseconds: 60_000 }, jitter: { milliseconds: 1000 } },
      bound: { within: { kind: "time", duration: { milliseconds: 3_600_000 } } },
    },
  },
  {
    who: "a browser",
    what: "https: 6 connections at once, then 14 within 2 minutes",
    isWelcome: true,
    connections: at(
      "https",
      0,
      0,
      0,
      0,
      0,
      0,
      1,
      2,
      5,
      9,
      14,
      20,
      27,
      35,
      44,
      54,
      65,
      80,
      100,
      120,
    ),
  },
];

/** The chance that somebody who behaves so is banned on the way. */
export function behaviourOdds(
  gate: Gate,
  { connections }: Behaviour,
  services: (name: string) => Service | undefined,
): Interval {
  const isRegular = "pace" in connections;
  const visited = isRegular ? [connections.service] : connections.map(({ service }) => service);
  const strangers = strangersTo(gate, new Set(visited), services);
  if (isRegular) {
    const { service, pace, bound } = connections;
    const stranger = strangers.get(service);
    if (stranger === undefined) return exactly(0);
    return strangerChance(gate, stranger, pace, bound, quickEffort).chance;
  }
  const met = connections.flatMap(({ at, service }) => {
    const stranger = strangers.get(service);
    return stranger === undefined ? [] : [{ at, ...stranger }];
  });
  const isSweep = strangers.size > 1 && asksForScans(gate.ruleset);
  if (!isSweep && met.every(isKnown)) return scheduleOdds(met, mostTuples).at(-1) ?? exactly(0);
  const [first] = met;
  if (first === undefined) return exactly(0);
  const player = policyPlayer(gate.ruleset, gate.memory, (index) => (met[index] ?? first).subject);
  return playedSchedule(
    player,
    met.map(({ at }) => at),
    quickEffort,
  );
}

/** One stranger for each service; ports that no rule tells apart are looked at once. */
function strangersTo(
  gate: Gate,
  visited: ReadonlySet<string | number>,
  services: (name: string) => Service | undefined,
): ReadonlyMap<string | number, Stranger> {
  const alike = portsToTry(gate.ruleset, { protocol: "tcp" });
  const known = new Map<number | undefined, Stranger | undefined>();
  const strangers = new Map<string | number, Stranger>();
  for (const service of visited) {
    if (typeof service === "string") {
      // One connection goes to one port; where a service has several, the first stands for it.
      const [stranger] = strangersFor(gate, services(service)?.slice(0, 1) ?? []);
      if (stranger !== undefined) strangers.set(service, stranger);
      continue;
    }
    const first = alike.findLast((port) => (port ?? 0) <= service);
    if (!known.has(first)) known.set(first, strangersFor(gate, tcpPort(service))[0]);
    const stranger = known.get(first);
    if (stranger !== undefined) strangers.set(service, atPort(stranger, service));
  }
  return strangers;
}

function tcpPort(port: number): Service {
  return [{ protocol: "tcp", ports: [{ first: port, last: port }] }];
}

function atPort({ subject, climb }: Stranger, port: number): Stranger {
  return { subject: { ...subject, packet: { ...subject.packet, port } }, climb };
}

function isKnown(met: { readonly at: number } & Stranger): met is typeof met & Connection {
  return !isObstacle(met.climb);
}

/** One port after the other weighs nothing for a climb, which knows of one port, and all for a `scan`. */
function asksForScans({ chains }: Ruleset): boolean {
  return chains.some(({ rules }) =>
    rules.some(({ matchers }) => matchers.some(({ kind }) => kind === "scan")),
  );
}
