import type { HookPoint, Ruleset } from "../ir/ruleset.js";
import type { Address, TravellingPacket } from "../simulate/packet.js";
import type { Obstacle } from "./climb.js";
import { type Memory, memoryOf, slotKey } from "./memory.js";
import type { Method } from "./odds.js";
import { packetClasses } from "./packet-classes.js";
import type { TraceJudge } from "./trace-judge.js";
import { playedTrace } from "./trace-played.js";
import { traceObstacle } from "./trace-obstacle.js";
import {
  oddsOfSource,
  passOver,
  type SourceOdds,
  type TracedSource,
  tracedSource,
  type TracedWorld,
} from "./traced-source.js";

/** What becomes of the sources of a trace, by the chances of the policy's draws. */
export interface TraceOdds {
  play(packet: TravellingPacket): void;
  /** A source was let in, by whoever wrote the trace. */
  login(source: Address): void;
  readonly sources: () => Iterable<TracedReport>;
  readonly method: Extract<Method, "expiry tuples" | "Monte Carlo">;
  /** Why it had to be played. */
  readonly obstacle: Obstacle | undefined;
}

export interface TracedReport extends SourceOdds {
  readonly address: Address;
  readonly packets: number;
  /** New ones. */
  readonly connections: number;
  readonly logins: number;
}

/**
 * The odds of a trace that is never held whole; what is held is the sources.
 * @param path the hooks that packets pass, as long as nothing keeps them out
 */
export function traceOdds(ruleset: Ruleset, path: readonly HookPoint[]): TraceOdds {
  const memory = memoryOf(ruleset);
  const obstacle = traceObstacle(ruleset, memory);
  if (obstacle !== undefined) {
    const judge = playedTrace(ruleset, memory.bins, path);
    return { ...judged(judge), method: "Monte Carlo", obstacle };
  }
  const classes = packetClasses(ruleset, memory, path);
  const world = worldOf(ruleset, memory);
  const judge: TraceJudge<TracedSource> = {
    begin: tracedSource,
    pass: (source, packet, count) => {
      const passages = classes(packet);
      // What could be one has been looked for before.
      if ("why" in passages) return;
      passOver(source, passages, { at: packet.at, count }, world);
    },
    odds: oddsOfSource,
  };
  return { ...judged(judge), method: "expiry tuples", obstacle };
}

function worldOf(ruleset: Ruleset, { slots, bins }: Memory): TracedWorld {
  const all = [...slots, ...bins];
  const longest = new Map(all.map((slot) => [slotKey(slot), 1]));
  for (const action of ruleset.chains.flatMap(({ rules }) =>
    rules.flatMap(({ actions }) => actions),
  )) {
    if (action.kind !== "add" || action.timeout === "forever") continue;
    const known = longest.get(slotKey(action));
    if (known === undefined) continue;
    longest.set(slotKey(action), Math.max(known, action.timeout.milliseconds));
  }
  return {
    slots: all.length,
    bins: bins.reduce((mask, _, index) => mask | (1 << (slots.length + index)), 0),
    longest: [...longest.values()],
  };
}

interface Tally<Source> {
  readonly source: Source;
  packets: number;
  connections: number;
  logins: number;
}

function judged<Source>({
  begin,
  pass,
  odds,
}: TraceJudge<Source>): Pick<TraceOdds, "play" | "login" | "sources"> {
  const tallies = new Map<Address, Tally<Source>>();
  return {
    play: (packet) => {
      let tally = tallies.get(packet.source);
      if (tally === undefined) {
        tally = { source: begin(), packets: 0, connections: 0, logins: 0 };
        tallies.set(packet.source, tally);
      }
      tally.packets++;
      if (packet.state === "new") tally.connections++;
      pass(tally.source, packet, tally.connections);
    },
    login: (source) => {
      const tally = tallies.get(source);
      if (tally !== undefined) tally.logins++;
    },
    *sources() {
      for (const [address, { source, packets, connections, logins }] of tallies) {
        yield { address, packets, connections, logins, ...odds(source) };
      }
    },
  };
}
