import type { Draws, EngineOptions } from "../../../src/simulate/engine.js";
import type { Key } from "./hash-set.js";
import type { NftProgram, Test } from "../model.js";
import type { Check } from "./compile-match.js";
import { addressLoad, keyLoad, type Load, portLoad } from "./keys.js";
import type { Tables } from "./tables.js";
import { type LimitFigures, limitFigures, tokenBucket, weeklyFigures } from "./token-bucket.js";

/** `numgen … mod whole`, below `part`. */
export type Draw = Extract<Test, { kind: "draw" }>;

export interface NftEngineOptions extends EngineOptions {
  /** Asked by each `numgen` for draws of its own, as `numgen inc` has a counter of its own; else all share one stream. */
  readonly drawsOf?: ((draw: Draw) => Draws) | undefined;
}

/** A test as a function: it counts the packets that it is asked about. */
export function compileTest(
  test: Test,
  program: NftProgram,
  tables: Tables,
  { draws: all, drawsOf, connections }: NftEngineOptions,
): Check {
  switch (test.kind) {
    case "draw": {
      const draws = drawsOf?.(test) ?? all;
      // reciprocal_scale() of a 32-bit random number: the whole number below draw × whole.
      return () => Math.floor(draws() * test.whole) < test.part !== test.fails;
    }
    case "limit": {
      const bucket = tokenBucket(limitFigures(test.bucket), 0);
      return ({ at }) => bucket.take(at) !== test.over;
    }
    case "named-limit": {
      const within = tables.limit(test.name);
      return ({ at }) => within(at);
    }
    case "meter":
      return meterCheck(program, tables, {
        set: test.set,
        load: keyLoad(test.key),
        figures: limitFigures(test.bucket),
        over: test.over,
      });
    case "weight":
      return meterCheck(program, tables, {
        set: test.set,
        load: addressLoad(test.family, "source", undefined),
        figures: weeklyFigures(test.most),
        over: true,
      });
    case "connections": {
      const load = keyLoad(test.key);
      const [side] = test.key.sides;
      if (side === undefined) throw new Error("a key has an address");
      return (packet) => {
        if (load(packet) === undefined) return false;
        // The element counts a packet that is not tracked as a connection of its own (nf_conncount_add).
        const count = connections(packet, side, test.key.per) ?? 1;
        return count > test.most === test.over;
      };
    }
    case "fresh-port": {
      const load = portLoad(test.family);
      const has = tables.lookup(test.set);
      return (packet) => {
        if (packet.protocol !== "tcp" && packet.protocol !== "udp") return false;
        const key = load(packet);
        return key !== undefined && !has(key, packet.at);
      };
    }
  }
}

interface Meter {
  readonly set: string;
  readonly load: Load<Key>;
  readonly figures: LimitFigures;
  readonly over: boolean;
}

/** `update @set { key limit … }`: a set without room breaks the rule, on whichever side of the limit it stands. */
function meterCheck(
  { meters }: NftProgram,
  tables: Tables,
  { set: name, load, figures, over }: Meter,
): Check {
  const set = tables.written(name);
  const timeout = meters.find((meter) => meter.name === name)?.timeout?.milliseconds;
  return (packet) => {
    const key = load(packet);
    if (key === undefined) return false;
    const { at } = packet;
    const bucket = () => tokenBucket(figures, at);
    const element = set.put(key, at, { refreshes: true, timeout, bucket });
    return element?.bucket !== undefined && element.bucket.take(at) !== over;
  };
}
