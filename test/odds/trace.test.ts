import { describe, expect, test } from "vitest";
import { scheduleOdds } from "../../src/odds/schedule.js";
import { type TracedReport, traceOdds } from "../../src/odds/trace-odds.js";
import { seededDraws } from "../../src/simulate/draws.js";
import type { Packet } from "../../src/simulate/packet.js";
import { replay } from "../../src/simulate/replay.js";
import { climbTo, rulesetOf, seed } from "./ladders.js";
import { usualPacket } from "../simulate/usual-packet.js";

/** What a policy does to a trace, against the schedule of one source, against playing it, and by hand. */

const source = 0xcb007107;

function packetAt(seconds: number, more: Partial<Packet> = {}): Omit<Packet, "hook"> {
  return { ...usualPacket, at: seconds * 1000, source, ...more };
}

function oddsOf(text: string, packets: readonly Omit<Packet, "hook">[]): readonly TracedReport[] {
  const odds = traceOdds(rulesetOf(text), ["input"]);
  for (const packet of packets) odds.play(packet);
  return [...odds.sources()];
}

/** Bursts and pauses around the timeouts. */
function bursts(run: number, count: number): readonly number[] {
  const draws = seededDraws(7, run);
  const times = [0];
  while (times.length < count) {
    times.push((times.at(-1) ?? 0) + Math.round([1, 7, 25, 61][Math.floor(draws() * 4)] ?? 1));
  }
  return times;
}

describe("one source", () => {
  test("three connections, by hand", () => {
    const [only] = oddsOf(
      seed,
      [0, 10, 20].map((at) => packetAt(at)),
    );
    expect(only).toMatchObject({ packets: 3, connections: 3, after: 3, dropped: 0 });
    expect(only?.banned.low).toBeCloseTo(0.635712, 9);
    expect(only?.banned.high).toBeCloseTo(0.635712, 9);
    expect(only?.bans).toBeCloseTo(0.635712, 9);
  });

  test.each([1, 2, 3, 4, 5])("is banned as its schedule is, %i", (run) => {
    const times = bursts(run, 14);
    const [only] = oddsOf(
      seed,
      times.map((at) => packetAt(at)),
    );
    const climb = climbTo(seed, 22);
    const schedule = scheduleOdds(
      times.map((at) => ({ at: at * 1000, climb })),
      Infinity,
    );
    expect(only?.banned.low).toBeCloseTo(schedule.at(-1)?.low ?? -1, 9);
  });

  test("comes again when the bin lets it go, and is dropped while it does not", () => {
    const sure = "ladder l hook input {\n  rungs a 10s\n  bin b 20s -> drop\n  odds ssh 100%\n}\n";
    const [only] = oddsOf(
      sure,
      [0, 1, 2, 3, 4, 22, 23, 24].map((at) => packetAt(at)),
    );
    // On the rung at 0 and in the bin at 1, dropped at 2, 3 and 4; the rung and the bin have ended at 22.
    expect(only).toEqual({
      address: source,
      packets: 8,
      connections: 8,
      logins: 0,
      banned: { low: 1, high: 1 },
      bans: 2,
      after: 2,
      dropped: 4,
    });
  });

  test("is not drawn for when its packets are not new, or when it is exempt", () => {
    const spared = `list mine { 203.0.113.7 }\n${seed.replace("rungs", "exempt mine\n  rungs")}`;
    const old = [0, 1, 2, 3].map((at) => packetAt(at, { state: "established", flags: ["ack"] }));
    for (const [only] of [
      oddsOf(
        spared,
        [0, 1, 2, 3].map((at) => packetAt(at)),
      ),
      oddsOf(seed, old),
    ]) {
      expect(only).toMatchObject({ banned: { low: 0, high: 0 }, after: undefined });
    }
  });

  test("with more ways than can be followed is enclosed", () => {
    const slow = `ladder l hook input {\n  rungs a 10m, b 10m, c 1h\n  bin d 4h -> drop\n  odds any 5%\n}\n`;
    const times = Array.from({ length: 60 }, (_, index) => index * 17 + (index % 7));
    const [only] = oddsOf(
      slow,
      times.map((at) => packetAt(at, { port: 80 })),
    );
    const climb = climbTo(slow, 80);
    const exact = scheduleOdds(
      times.map((at) => ({ at: at * 1000, climb })),
      Infinity,
    ).at(-1);
    const { low = 1, high = 0 } = only?.banned ?? {};
    expect(low).toBeLessThanOrEqual((exact?.low ?? 0) + 1e-9);
    expect(high).toBeGreaterThanOrEqual((exact?.low ?? 1) - 1e-9);
    expect(high - low).toBeGreaterThan(0);
    expect(high - low).toBeLessThan(0.02);
  });
});

const another = `list seen timeout 40s
list gone timeout 90s
chain guard hook input {
  from gone -> drop
  new from seen 30% -> add source to gone
  new tcp/{22,80} 60% -> add source to seen
  new ssh over 1000/s burst 5 -> log "fast"
}
`;
const limited = another.replace('-> log "fast"', "-> add source to gone");

describe.each([
  ["the seed's ladder", seed, "expiry tuples"],
  ["chains by hand, with a limit that only logs", another, "expiry tuples"],
  ["a limit that bans", limited, "Monte Carlo"],
])("%s", (_, text, method) => {
  test("bans and drops as often as when it is played", () => {
    const ruleset = rulesetOf(text);
    const odds = traceOdds(ruleset, ["input"]);
    const runs = 400;
    const world = replay(ruleset, { runs, seed: 99, hooks: ["input"], connectionTime: 60_000 });
    for (const [index, at] of bursts(11, 60).entries()) {
      const packet = packetAt(at, { source: source + (index % 3), port: index % 2 ? 80 : 22 });
      odds.play(packet);
      world.play(packet);
    }
    expect(odds.method).toBe(method);
    const bin = ruleset.lists.some(({ name }) => name === "sinbin") ? "sinbin" : "gone";
    const reports = [...odds.sources()];
    for (const [index, { ever, dropped }] of [...world.sources()].entries()) {
      const { banned, dropped: expected } = reports[index] ?? { banned: { low: 2, high: 2 } };
      const share = ever[bin] ?? 0;
      const near = Math.min(Math.max(share, banned.low), banned.high);
      expect(Math.abs(share - near)).toBeLessThan(4.5 * Math.sqrt(0.25 / runs));
      // Twenty packets of a source: one world's deviation is 10 at most.
      expect(Math.abs(dropped - (expected ?? -1))).toBeLessThan((4.5 * 10) / Math.sqrt(runs));
    }
  });
});
