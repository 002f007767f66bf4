import type { HookPoint, Ruleset } from "../ir/ruleset.js";
import { connectionTable } from "../simulate/connection-table.js";
import { seededDraws } from "../simulate/draws.js";
import { policyEngine } from "../simulate/policy-engine.js";
import { milliseconds } from "./climb.js";
import type { Slot } from "./memory.js";
import { wilson } from "./monte-carlo.js";
import type { TraceJudge } from "./trace-judge.js";

/** In so many worlds; the interval of a chance is then at most 0.18 wide. */
const worldCount = 200;
const seed = 1;

/** A connection counts for so long where connections are counted, as in `simulate`. */
const connectionTime = 60_000;

/** Of no bin. */
const noTimer = -1;

/** One source in all worlds; most are in no bin in any. */
export interface PlayedSource {
  /** By world, when a bin lets it go: 0 before the first ban. */
  until: Float64Array | undefined;
  banned: number;
  bans: number;
  connections: number;
  dropped: number;
}

/** Plays a trace with the rules themselves, in worlds that differ in their draws. */
export function playedTrace(
  ruleset: Ruleset,
  bins: readonly Slot[],
  path: readonly HookPoint[],
): TraceJudge<PlayedSource> {
  const timers = longestTimers(ruleset, bins);
  // For the packet at hand: the timer of the bin that its source is put into.
  const at = { entered: noTimer };
  const worlds = Array.from({ length: worldCount }, (_, run) => {
    const connections = connectionTable(ruleset, connectionTime);
    const engine = policyEngine(ruleset, {
      draws: seededDraws(seed, run),
      connections: connections.count,
      listed: (list) => (at.entered = timers.get(list) ?? at.entered),
    });
    return { engine, connections };
  });
  return {
    begin: () => ({ until: undefined, banned: 0, bans: 0, connections: 0, dropped: 0 }),
    pass: (source, packet, count) => {
      for (const [run, { engine, connections }] of worlds.entries()) {
        at.entered = noTimer;
        const isRefused = path.some((hook) => {
          const { verdict } = engine.play({ ...packet, hook });
          return verdict !== undefined && verdict.kind !== "accept";
        });
        if (!isRefused && packet.state === "new") connections.open(packet);
        const { entered } = at;
        const before = source.until?.[run] ?? 0;
        if (entered !== noTimer) {
          source.until ??= new Float64Array(worldCount);
          source.until[run] = packet.at + entered;
          if (before <= packet.at) source.bans++;
          if (before === 0) {
            source.banned++;
            source.connections += count;
          }
        }
        if (isRefused && (entered !== noTimer || before > packet.at)) source.dropped++;
      }
    },
    odds: ({ banned, bans, connections, dropped }) => ({
      banned: wilson(banned, worldCount),
      bans: bans / worldCount,
      after: banned === 0 ? undefined : connections / banned,
      dropped: dropped / worldCount,
    }),
  };
}

/** By list; where rules give a bin several timers, the longest stands for all. */
function longestTimers(ruleset: Ruleset, bins: readonly Slot[]): ReadonlyMap<string, number> {
  const names = new Set(bins.map(({ list }) => list));
  const timers = new Map<string, number>();
  for (const action of ruleset.chains.flatMap(({ rules }) =>
    rules.flatMap(({ actions }) => actions),
  )) {
    if (action.kind !== "add" || action.side !== "source" || !names.has(action.list)) continue;
    timers.set(action.list, Math.max(timers.get(action.list) ?? 0, milliseconds(action.timeout)));
  }
  return timers;
}
