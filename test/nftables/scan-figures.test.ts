/** How far `scan` on nftables is from psd: the figures of docs/fidelity.md, measured again, each engine by its own laws. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { compileToRuleset } from "../../src/compile.js";
import { seededDraws } from "../../src/simulate/draws.js";
import { policyEngine } from "../../src/simulate/policy-engine.js";
import type { Packet } from "../../src/simulate/packet.js";
import { sourceFile } from "../../src/source/source-file.js";
import { mostMissed } from "../../targets/nftables/approximations.js";
import { nftEngine } from "../../targets/nftables/simulate/engine.js";
import { lowered } from "./play.js";
import { usualPacket } from "../simulate/usual-packet.js";

const policy = "policy p\nchain c hook input { scan 21 3s low 3 high 1 -> drop }";
const packets = 10_000;
const page = readFileSync(new URL("../../docs/fidelity.md", import.meta.url), "utf8");

/** When the packets of one source come, in milliseconds, and to which ports. */
interface Scan {
  readonly what: string;
  readonly measured: string;
  readonly at: (index: number) => number;
  readonly port: (index: number) => number;
}

const draws = seededDraws(1);

/** 7919 is a prime, so that each port comes once before any comes again. */
const once = (index: number): number => 1 + ((index * 7919) % 65_535);

const scans: readonly Scan[] = [
  {
    what: "ports in order",
    measured: "0 %",
    at: (index) => index * 100,
    port: (index) => index + 1,
  },
  { what: "ports in no order", measured: "0 %", at: (index) => index * 700, port: once },
  {
    what: "the same, slower than the delay",
    measured: "0 %",
    at: (index) => index * 3001,
    port: once,
  },
  {
    what: "three services again and again, every second",
    measured: "0 %",
    at: (index) => index * 1000,
    port: (index) => [22, 80, 443][index % 3] ?? 0,
  },
  {
    what: "random ports below 2000, every 1.5 s",
    measured: "1 %",
    at: (index) => index * 1500,
    port: () => 1 + Math.floor(draws() * 1999),
  },
  {
    what: "the same 40 ports again and again, every 2 s",
    measured: "51 %",
    at: (index) => index * 2000,
    port: (index) => 5000 + (index % 40),
  },
  {
    what: "200 ports 10 ms apart, and the same again 4 s later, over and over",
    measured: mostMissed,
    at: (index) => index * 10 + Math.floor(index / 200) * 4000,
    port: (index) => 5000 + (index % 200),
  },
];

test.each(scans)("$what", ({ what, measured, at, port }) => {
  const { value: ruleset } = compileToRuleset(sourceFile("policy.sbn", policy));
  const world = { draws: seededDraws(1), connections: () => undefined };
  const meaning = policyEngine(ruleset!, world);
  const table = nftEngine(lowered(policy), world, () => ({ names: [], lists: [] }));
  let others = 0;
  for (let index = 0; index < packets; index++) {
    const packet = packetAt(at(index), port(index));
    if (meaning.play(packet).verdict?.kind !== table.play(packet).verdict?.kind) others++;
  }
  expect(`${Math.round((others / packets) * 100)} %`).toBe(measured);
  expect(page).toContain(`\`scan\` on nftables: ${what} | ${measured}`);
});

function packetAt(at: number, port: number): Packet {
  return { ...usualPacket, at, port };
}
