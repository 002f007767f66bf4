import { isDeepStrictEqual } from "node:util";
import type { Ruleset } from "../../src/ir/ruleset.js";
import { addressBits } from "../../src/net/address.js";
import { seededDraws } from "../../src/simulate/draws.js";
import type {
  Connections,
  Draws,
  Engine,
  EngineOptions,
  Passage,
} from "../../src/simulate/engine.js";
import type { Packet } from "../../src/simulate/packet.js";
import type { PacketSketch } from "../arbitrary/packets.js";

/** A policy's meaning, and a target's rules, in a world that is the same for both. */
export interface Sides {
  readonly policy: Side;
  readonly target: Side;
}

/** A policy whose meaning a target's rules have exactly. */
export interface Exact<Program> {
  readonly ruleset: Ruleset;
  readonly program: Program;
  /** What comes to both sides. */
  packets(sketches: readonly PacketSketch[]): readonly Packet[];
  /** @param program another one in the place of the policy's own */
  sides(seed: number, program?: Program): Sides;
}

/** An engine and what it has asked of its world. */
interface Side {
  readonly engine: Engine;
  readonly done: () => Done;
}

interface Done {
  readonly draws: number;
  /** Who has been listed since it was asked last. */
  readonly listed: readonly string[];
}

/** All that can be seen of a packet's way. */
export interface Seen extends Passage, Done {
  /** Who is on which list until when. */
  readonly entries: readonly string[];
}

/** How often a kind of policies is tried, if SINBIN_RUNS says how many there shall be in all. */
export function runsOf(kind: { readonly runs: number }, all: readonly (typeof kind)[]): number {
  const usual = all.reduce((sum, { runs }) => sum + runs, 0);
  const wanted = Number(process.env["SINBIN_RUNS"] ?? usual);
  return Math.ceil((kind.runs * wanted) / usual);
}

/** Each in a world of its own that draws the same. */
export function sidesOf(
  seed: number,
  policy: (world: EngineOptions) => Engine,
  target: (world: EngineOptions) => Engine,
): Sides {
  return { policy: sideOf(seed, policy), target: sideOf(seed, target) };
}

function sideOf(seed: number, engineIn: (world: EngineOptions) => Engine): Side {
  const { draws, count } = counted(seededDraws(seed));
  const listed: string[] = [];
  const engine = engineIn({
    draws,
    connections,
    listed: (list, address) => listed.push(`${list} ${address}`),
  });
  return { engine, done: () => ({ draws: count(), listed: listed.splice(0).sort() }) };
}

/** What each side makes of a trace, packet by packet. */
export function* watched(
  { policy, target }: Sides,
  trace: readonly Packet[],
): Generator<{ readonly expected: Seen; readonly actual: Seen }> {
  for (const packet of trace) {
    yield { expected: seenOf(policy, packet), actual: seenOf(target, packet) };
  }
}

/** Whether both sides make the same of a trace. */
export function agree(sides: Sides, trace: readonly Packet[]): boolean {
  for (const { expected, actual } of watched(sides, trace)) {
    if (!isDeepStrictEqual(expected, actual)) return false;
  }
  return true;
}

function seenOf({ engine, done }: Side, packet: Packet): Seen {
  const passage = engine.play(packet);
  return { ...passage, entries: entriesAt(engine, packet.at), ...done() };
}

function entriesAt(engine: Engine, at: number): readonly string[] {
  return [...engine.entries(at)]
    .flatMap(([list, entries]) =>
      [...entries].map(([address, until]) => `${list} ${address} ${until}`),
    )
    .sort();
}

function counted(draws: Draws): { readonly draws: Draws; readonly count: () => number } {
  let count = 0;
  return {
    draws: () => {
      count++;
      return draws();
    },
    count: () => count,
  };
}

/** Few and many, of a source or its network, the same whenever it is asked; a whole address is no network. */
export const connections: Connections = ({ source, family, state, port }, _, length) =>
  state === "untracked"
    ? undefined
    : Number(BigInt(source) % 5n) * 9 +
      ((port ?? 0) % 3) +
      (length === addressBits(family) ? 0 : (length ?? 0) % 5);
