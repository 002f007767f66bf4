import type { Address } from "../simulate/packet.js";
import type { Obstacle } from "./climb.js";
import { middle } from "./interval.js";
import type { TracedReport, TraceOdds } from "./trace-odds.js";

/** The odds of a trace as far as people read them. */
export interface TraceSummary {
  readonly method: TraceOdds["method"];
  readonly obstacle: Obstacle | undefined;
  readonly sources: number;
  readonly packets: number;
  readonly connections: number;
  /** Expected numbers. */
  readonly banned: number;
  readonly dropped: number;
  /** Sources that logged in, of which most would lose most. */
  readonly loggedIn: Ranking;
  readonly others: Ranking;
}

interface Ranking {
  readonly count: number;
  /** The worst, worst first. */
  readonly shown: readonly TracedReport[];
}

/** So many sources are shown to people; programs get all. */
const mostShown = 40;

export function traceSummary({ method, obstacle, sources }: TraceOdds): TraceSummary {
  const loggedIn = ranking();
  const others = ranking();
  const total = { sources: 0, packets: 0, connections: 0, banned: 0, dropped: 0 };
  for (const source of sources()) {
    (source.logins > 0 ? loggedIn : others).add(source);
    total.sources++;
    total.packets += source.packets;
    total.connections += source.connections;
    total.banned += middle(source.banned);
    total.dropped += source.dropped;
  }
  return { method, obstacle, ...total, loggedIn: loggedIn.ranked(), others: others.ranked() };
}

/** Keeps the worst of any number. */
function ranking(): { add(source: TracedReport): void; ranked(): Ranking } {
  let shown: TracedReport[] = [];
  let count = 0;
  return {
    add: (source) => {
      count++;
      shown.push(source);
      if (shown.length >= 50 * mostShown) shown = shown.sort(order).slice(0, mostShown);
    },
    ranked: () => ({ count, shown: shown.sort(order).slice(0, mostShown) }),
  };
}

function order(a: TracedReport, b: TracedReport): number {
  return (
    percentOf(b) - percentOf(a) ||
    b.dropped - a.dropped ||
    b.connections - a.connections ||
    byAddress(a.address, b.address)
  );
}

/** As it is shown: what cannot be told apart is not ranked by it. */
function percentOf({ banned }: TracedReport): number {
  return Math.round(middle(banned) * 10_000);
}

function byAddress(a: Address, b: Address): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
