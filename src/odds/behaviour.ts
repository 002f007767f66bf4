import type { Bound } from "../ast/expect-nodes.js";
import type { Service } from "../net/service.js";
import type { Climb, Obstacle } from "./climb.js";
import { chanceOf } from "./figure.js";
import { exactly, type Interval } from "./interval.js";
import { quickEffort } from "./odds.js";
import type { Pace } from "./pace.js";
import { scheduleOdds } from "./schedule.js";
import { canBan, type Gate, isObstacle, strangersFor } from "./stranger.js";

/** What typical people and attackers do. */
export interface Behaviour {
  readonly who: string;
  readonly what: string;
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
    connections: evenly("ssh", 20, 2000),
  },
  {
    who: "a password guesser, slow",
    what: "ssh every 50 s, 20 times",
    connections: evenly("ssh", 20, 50_000),
  },
  {
    who: "a port sweep",
    what: "ports 1 to 100, ten a second",
    connections: sweep(100, 100),
  },
  {
    who: "one try at a dropped port",
    what: "telnet once: 8 SYNs until it gives up",
    connections: at("telnet", ...unanswered),
  },
  {
    who: "a colleague who mistypes",
    what: "ssh at 0 s, 10 s and 25 s",
    connections: at("ssh", 0, 10, 25),
  },
  {
    who: "a deploy script",
    what: "ssh 5 times, 2 s apart",
    connections: evenly("ssh", 5, 2000),
  },
  {
    who: "a monitor",
    what: "https every 60 s, a second more or less, for a day",
    connections: {
      service: "https",
      pace: { kind: "every", period: { milliseconds: 60_000 }, jitter: { milliseconds: 1000 } },
      bound: { within: { kind: "time", duration: { milliseconds: 86_400_000 } } },
    },
  },
  {
    who: "a browser",
    what: "https: 6 connections at once, then 14 within 2 minutes",
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
): Interval | Obstacle {
  const isRegular = "pace" in connections;
  const visited = isRegular ? [connections.service] : connections.map(({ service }) => service);
  const climbs = new Map<string | number, Climb>();
  for (const service of new Set(visited)) {
    const meaning = meaningOf(service, services);
    // One connection goes to one port; where a service has several, the first stands for it.
    const [stranger] = meaning === undefined ? [] : strangersFor(gate, meaning.slice(0, 1));
    if (stranger === undefined) continue;
    if (isObstacle(stranger.climb)) return stranger.climb;
    climbs.set(service, stranger.climb);
  }
  if (![...climbs.values()].some(canBan)) return exactly(0);
  if (isRegular) {
    const climb = climbs.get(connections.service);
    const { pace, bound } = connections;
    return climb ? chanceOf(climb, pace, bound, quickEffort).chance : exactly(0);
  }
  const banned = scheduleOdds(
    connections.flatMap(({ at, service }) => {
      const climb = climbs.get(service);
      return climb === undefined ? [] : [{ at, climb }];
    }),
    mostTuples,
  );
  return banned.at(-1) ?? exactly(0);
}

function meaningOf(
  service: string | number,
  services: (name: string) => Service | undefined,
): Service | undefined {
  if (typeof service === "string") return services(service);
  return [{ protocol: "tcp", ports: [{ first: service, last: service }] }];
}
