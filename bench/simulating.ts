/** What a packet costs in the simulator: the ladder of example 01, beside a plain loop of as many look-ups in a map. */
import { readFileSync } from "node:fs";
import { compileToRuleset } from "../src/compile.js";
import type { Ruleset } from "../src/ir/ruleset.js";
import { seededDraws } from "../src/simulate/draws.js";
import type { Packet } from "../src/simulate/packet.js";
import { policyEngine } from "../src/simulate/policy-engine.js";
import { sourceFile } from "../src/source/source-file.js";
import { median } from "./measure.js";
import { ladder } from "./places.js";

const packets = 1_000_000;
const rounds = 11;

/** A new connection that is in no list asks five times: the bin once, either rung twice. */
const lookUps = 5;

type IPv4Packet = Packet & { readonly source: number };

const crowds = [1_000, 50_000, 1_000_000] as const;

export function simulationRows(): readonly string[] {
  const { value: ruleset } = compileToRuleset(
    sourceFile("policy.sbn", readFileSync(ladder, "utf8")),
  );
  if (ruleset === undefined) throw new Error("example 01 does not compile");
  return [
    "| 1,000,000 packets, a millisecond apart | packets a second | the look-ups alone | ratio | goal |",
    "| --- | --- | --- | --- | --- |",
    ...crowds.map((sources) => row(ruleset, sources)),
  ];
}

function row(ruleset: Ruleset, sources: number): string {
  const all = Array.from({ length: packets }, (_, index) => packetAt(index, sources));
  const ours: number[] = [];
  const plain: number[] = [];
  for (let round = 0; round < rounds; round++) {
    ours.push(cpuTime(() => played(ruleset, all)));
    plain.push(cpuTime(() => lookedUp(all)));
  }
  const [own, peer] = [median(ours), median(plain)];
  const rate = Math.round(packets / own / 10) * 10_000;
  const goal = rate >= 1_000_000 ? "at least 1,000,000: met" : "at least 1,000,000: **missed**";
  const peerRate = Math.round(packets / peer / 10) * 10_000;
  const numbers = [rate, peerRate].map((number) => number.toLocaleString("en"));
  const crowd = `from ${sources.toLocaleString("en")} sources`;
  return `| ${[crowd, ...numbers, (own / peer).toFixed(2), goal].join(" | ")} |`;
}

function packetAt(index: number, sources: number): IPv4Packet {
  return {
    at: index,
    hook: "input",
    family: "ipv4",
    // A stride that has no divisor in common with their number meets all of them.
    source: 0xc6120000 + ((index * 7919) % sources),
    destination: 0xc0000201,
    protocol: "tcp",
    port: index % 3 === 0 ? 443 : 22,
    icmp: undefined,
    state: "new",
    in: undefined,
    out: undefined,
    length: 60,
    flags: ["syn"],
    mac: undefined,
  };
}

function played(ruleset: Ruleset, all: readonly IPv4Packet[]): number {
  const engine = policyEngine(ruleset, { draws: seededDraws(1), connections: () => undefined });
  for (const packet of all) engine.play(packet);
  return engine.entries(packets).size;
}

/** As many entries as the rungs hold on the way. */
function lookedUp(all: readonly IPv4Packet[]): number {
  const entries = new Map<number, { readonly until: number }>();
  for (const { source } of all.slice(0, 30_000)) entries.set(source | 0, { until: source });
  let found = 0;
  for (const { source } of all) {
    for (let time = 0; time < lookUps; time++) {
      if (entries.get((source + time) | 0) !== undefined) found++;
    }
  }
  return found;
}

/** Milliseconds of the processor rather than of the clock: other work on the machine stays out. */
function cpuTime(work: () => number): number {
  const before = process.cpuUsage();
  if (work() < 0) throw new Error("nothing was done");
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
