import type { Passages } from "./climb.js";
import type { Interval } from "./interval.js";
import {
  coarsened,
  countOf,
  freshStandings,
  likeliest,
  type Standings,
  stepOver,
} from "./standings.js";

/** Whether and when a policy would have banned one source of a trace. */
export interface SourceOdds {
  /** The chance that it is banned at all. */
  readonly banned: Interval;
  /** How often it is banned, on average; it may come again when a bin has let it go. */
  readonly bans: number;
  /** After how many of its connections it is banned, on average; undefined when it never is. */
  readonly after: number | undefined;
  /** How many of its packets a bin turns away, on average. */
  readonly dropped: number;
}

/** A source as far as its packets are read. */
export interface TracedSource {
  readonly sides: Side[];
}

/** One, or when there are too many ways to follow, two models that enclose the policy. */
interface Side {
  standings: Standings;
  readonly rounding: "exact" | "earlier" | "later";
  banned: number;
  bans: number;
  connections: number;
  dropped: number;
  lost: number;
  /** Into how many units the longest time of each slot is cut, for ends to be moved to. */
  grid: number;
  /** What packets do that change nothing, while they do not; only for those that are much work. */
  quiet: Map<Passages, { readonly until: number; readonly dropped: number }> | undefined;
}

/** So many ways are looked at again. */
const fewWays = 8;

/** More ways than these are made fewer. */
const mostWays = 160;

/** Into how many units the longest time of a slot is cut, at first. */
const finestGrid = 64;

export function tracedSource(): TracedSource {
  return { sides: [] };
}

/**
 * Moves a source over one of its packets.
 * @param timers of the slots that lead on, in milliseconds
 * @param count how many connections it has made, this one with them
 */
export function passOver(
  source: TracedSource,
  passages: Passages,
  packet: { readonly at: number; readonly count: number },
  world: TracedWorld,
): void {
  const { sides } = source;
  if (sides.length === 0) {
    // Most packets of most traces neither add anything nor find anything.
    const [only, ...others] = passages.of(0);
    const isInert = others.length === 0 && only?.timers.every((timer) => timer === undefined);
    if (isInert === true) return;
    const standings = freshStandings(world.slots);
    sides.push(newSide(standings, "exact"));
  }
  for (const side of sides) move(side, passages, packet, world);
  const [first] = sides;
  if (first?.rounding !== "exact" || countOf(first.standings, world.slots) <= mostWays) return;
  if (passages.isMonotone) {
    const split = (rounding: Side["rounding"]): Side => ({ ...first, rounding, quiet: undefined });
    sides.splice(0, 1, split("earlier"), split("later"));
    for (const side of sides) thin(side, world);
    return;
  }
  thin(first, world);
}

/** What is the same for all sources of a trace. */
export interface TracedWorld {
  readonly slots: number;
  /** The slots that are bins, as bits. */
  readonly bins: number;
  /** The longest time that each slot remembers anything, in milliseconds. */
  readonly longest: readonly number[];
}

function newSide(standings: Standings, rounding: Side["rounding"]): Side {
  return {
    standings,
    rounding,
    banned: 0,
    bans: 0,
    connections: 0,
    dropped: 0,
    lost: 0,
    grid: finestGrid,
    quiet: undefined,
  };
}

function move(
  side: Side,
  passages: Passages,
  { at, count }: { readonly at: number; readonly count: number },
  world: TracedWorld,
): void {
  const quiet = side.quiet?.get(passages);
  if (quiet !== undefined && at < quiet.until) {
    side.dropped += quiet.dropped;
    return;
  }
  const step = stepOver(side.standings, passages, at, world.slots, world.bins);
  if (step.quietUntil === -Infinity) side.quiet = undefined;
  else if (countOf(step.standings, world.slots) > fewWays) {
    side.quiet ??= new Map();
    side.quiet.set(passages, { until: step.quietUntil, dropped: step.dropped });
  }
  side.standings = step.standings;
  side.banned += step.firstBan;
  side.connections += step.firstBan * count;
  side.bans += step.ban;
  side.dropped += step.dropped;
  side.lost += step.lost;
  if (side.rounding !== "exact") thin(side, world);
}

function thin(side: Side, { slots, longest }: TracedWorld): void {
  const { rounding } = side;
  if (rounding !== "exact") {
    while (countOf(side.standings, slots) > mostWays && side.grid >= 1) {
      side.standings = coarsened(side.standings, longest, side.grid, rounding);
      // Once on a grid, ends come off it again by the timers: the next time may find room on the same.
      if (countOf(side.standings, slots) > mostWays / 2) side.grid /= 2;
    }
  }
  const { standings, lost } = likeliest(side.standings, slots, mostWays);
  side.standings = standings;
  side.lost += lost;
}

export function oddsOfSource({ sides }: TracedSource): SourceOdds {
  const [one, other = one] = sides;
  if (one === undefined || other === undefined) {
    return { banned: { low: 0, high: 0 }, bans: 0, after: undefined, dropped: 0 };
  }
  const both = (figure: (side: Side) => number): number => (figure(one) + figure(other)) / 2;
  const banned = both((side) => side.banned);
  const lost = Math.max(one.lost, other.lost);
  return {
    banned: {
      low: Math.min(one.banned, other.banned, 1),
      high: Math.min(1, Math.max(one.banned, other.banned) + lost),
    },
    bans: both((side) => side.bans),
    after: banned > 0 ? both((side) => side.connections) / banned : undefined,
    dropped: both((side) => side.dropped),
  };
}
