/** Ladders with odds of all kinds, by the kernel's own random numbers: as many climb as the policy's meaning has it. */
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { compileToRuleset } from "../../src/compile.js";
import type { Ruleset } from "../../src/ir/ruleset.js";
import { scheduleOdds } from "../../src/odds/schedule.js";
import { gateOf, isObstacle, strangersFor } from "../../src/odds/stranger.js";
import { seededDraws } from "../../src/simulate/draws.js";
import type { Packet } from "../../src/simulate/packet.js";
import { policyEngine } from "../../src/simulate/policy-engine.js";
import { sourceFile } from "../../src/source/source-file.js";
import { nftablesTarget } from "../../targets/nftables/index.js";
import type { NftProgram } from "../../targets/nftables/model.js";
import { frameOf } from "../differential/wire/frame.js";
import { type Kernel, openKernel, type TimedFrame } from "../differential/wire/kernel.js";
import { entriesInKernel } from "../differential/wire/run.js";
import { address, destinations, devices, establishedFlows } from "../differential/wire/site.js";
import { describeOnKernel } from "./netns.js";

const chance = fc.oneof(
  fc.integer({ min: 1, max: 99 }).map((percent) => `${String(percent)}%`),
  fc.integer({ min: 1, max: 999 }).map((tenths) => `${String(tenths / 10)}%`),
);

const ladder = fc
  .record({
    rungs: fc.integer({ min: 0, max: 3 }),
    ssh: fc.option(chance, { freq: 3 }),
    rest: fc.constantFrom("any", "other"),
    odds: fc.array(chance, { minLength: 4, maxLength: 4 }),
    trap: fc.boolean(),
    early: fc.boolean(),
  })
  .map(({ rungs, ssh, rest, odds, trap, early }) =>
    [
      "policy p\nladder climb hook input {",
      rungs === 0
        ? ""
        : `  rungs ${["one 10m", "two 20m", "three 30m"].slice(0, rungs).join(", ")}`,
      `  bin top 4h${early ? " early" : ""}`,
      ssh === null ? "" : `  odds ssh ${ssh}`,
      `  odds ${rest} ${odds.slice(0, rungs + 1).join(" ")}`,
      trap ? "  trap telnet" : "",
      "}\n",
    ].join("\n"),
  );

/** What each source does, one connection after the other. */
const visits = fc.array(fc.constantFrom(22, 22, 443, 80, 23), { minLength: 2, maxLength: 6 });

/** Rungs that last for two seconds, and connections that keep half a second away from that, in milliseconds. */
const brief = `policy brief
ladder climb hook input {
  rungs one 2s, two 2s
  bin   top 1h
  odds  ssh 50%
  odds  any 30% 40% 60%
}
`;
const beats = [0, 700, 1400, 4200, 4900, 5600];

const ladders = 12;
const sources = Array.from({ length: 600 }, (_, index) =>
  index % 3 === 0
    ? ({ family: "ipv6", source: address("2001:db8:a::") } as const)
    : ({ family: "ipv4", source: address("198.18.0.0") } as const),
).map(({ family, source }, index) => ({
  family,
  source: typeof source === "number" ? source + 256 + index : source + 256n + BigInt(index),
}));
const played = 100;

describeOnKernel("random ladders", () => {
  let kernel: Kernel;
  beforeAll(() => {
    kernel = openKernel(Object.values(devices), establishedFlows());
  });
  afterAll(() => {
    kernel.close();
  });

  test("climb in the kernel as they do in their meaning", { timeout: 300_000 }, async () => {
    const random = fc.sample(fc.record({ text: ladder, ports: visits }), 8 * ladders).values();
    let asked = 0;
    for (const { text, ports } of random) {
      const { ruleset, program } = compiled(text);
      const meant = inMeaning(ruleset, ports);
      const shares = ruleset.lists.map(({ name }) => ({
        name,
        share: (meant.get(name) ?? 0) / (sources.length * played),
      }));
      // Of a ladder of certainties alone, which would agree as well, the kernel is not asked.
      if (!shares.some(({ share }) => share > 0.01 && share < 0.99)) continue;
      const found = await inKernel(kernel, program, ports);
      for (const { name, share } of shares) {
        const many = found.get(name) ?? 0;
        const told = `${text}${ports.join(", ")}: ${name} ${String(many)}, meant ${String(share)}`;
        expect(Math.abs(deviations(many, share)), told).toBeLessThan(4.5);
      }
      asked++;
      if (asked === ladders) break;
    }
    expect(asked).toBe(ladders);
  });

  test("with rungs that run out ban as many as src/odds says", { timeout: 60_000 }, async () => {
    const { ruleset, program } = compiled(brief);
    await load(kernel, program);
    const gate = gateOf(ruleset);
    const climbs = new Map(
      [22, 443].map((port) => {
        const [stranger] = strangersFor(gate, [
          { protocol: "tcp", ports: [{ first: port, last: port }] },
        ]);
        if (stranger === undefined || isObstacle(stranger.climb)) throw new Error(brief);
        return [port, stranger.climb];
      }),
    );
    // Some come for ssh and some for the web, some at each time and some leave two out.
    const crowds = batches(sources).map((members, index) => ({
      members,
      climb: climbs.get(index % 2 === 0 ? 22 : 443),
      port: index % 2 === 0 ? 22 : 443,
      stays: index % 3 !== 0,
      times: new Array<number>(),
    }));
    nextPort += beats.length;
    const start = performance.now();
    for (const [round, beat] of beats.entries()) {
      await new Promise((resolve) => setTimeout(resolve, start + beat - performance.now()));
      for (const { members, port, stays, times } of crowds) {
        if (!stays && (round === 1 || round === 4)) continue;
        const before = performance.now();
        await kernel.send(framesOf(members, port, round));
        times.push((before + performance.now()) / 2 - start);
      }
    }
    const found = perList(
      [...entriesInKernel(program, await kernel.list(program.table)).keys()].map((entry) =>
        entry.replace(/ \S+$/u, ""),
      ),
    );
    await kernel.nft(`delete table inet ${program.table}`);
    let expected = 0;
    let variance = 0;
    for (const { members, climb, times } of crowds) {
      const connections = times.flatMap((at) => (climb === undefined ? [] : [{ at, climb }]));
      const chance = scheduleOdds(connections, Infinity).at(-1)?.low ?? 0;
      expected += members.length * chance;
      variance += members.length * chance * (1 - chance);
    }
    expect(expected).toBeGreaterThan(50);
    expect(expected).toBeLessThan(sources.length - 50);
    expect(Math.abs((found.get("top") ?? 0) - expected)).toBeLessThan(4.5 * Math.sqrt(variance));
  });
});

/**
 * In standard deviations, of a count among the sources and of one as many times as large that was played. By the
 * variance-stabilizing transform of Anscombe (Biometrika 35, 1948), which holds for the rare as well.
 */
function deviations(count: number, share: number): number {
  const all = sources.length;
  // What was never played in so many may come once or twice here, and no more.
  if (share === 0 || share === 1) return Math.abs(count - share * all) <= 2 ? 0 : Infinity;
  const angle = (many: number) => Math.asin(Math.sqrt((many + 3 / 8) / (all + 3 / 4)));
  return (
    (2 * Math.sqrt(all + 1 / 2) * (angle(count) - angle(share * all))) / Math.sqrt(1 + 1 / played)
  );
}

function compiled(text: string): { readonly ruleset: Ruleset; readonly program: NftProgram } {
  const { value: ruleset } = compileToRuleset(sourceFile("policy.sbn", text));
  const capabilities = nftablesTarget.capabilities(nftablesTarget.defaultVersion);
  const program = ruleset && capabilities && nftablesTarget.lower(ruleset, capabilities).value;
  if (ruleset === undefined || program === undefined) throw new Error(text);
  return { ruleset, program };
}

/** No flow comes twice. */
let nextPort = 20_000;

async function inKernel(
  kernel: Kernel,
  program: NftProgram,
  ports: readonly number[],
): Promise<ReadonlyMap<string, number>> {
  await load(kernel, program);
  nextPort += ports.length;
  for (const [round, port] of ports.entries()) {
    for (const batch of batches(sources)) await kernel.send(framesOf(batch, port, round));
  }
  const entries = entriesInKernel(program, await kernel.list(program.table));
  await kernel.nft(`delete table inet ${program.table}`);
  return perList([...entries.keys()].map((entry) => entry.replace(/ \S+$/u, "")));
}

async function load(kernel: Kernel, program: NftProgram): Promise<void> {
  const lines = nftablesTarget.print(program, "nft").flatMap((file) => [...file.lines]);
  await kernel.nft(`${lines.join("\n")}\n`);
}

type Source = (typeof sources)[number];

/** Few at a time: a wire has room for no more. */
function batches(all: readonly Source[]): readonly (readonly Source[])[] {
  return Array.from({ length: Math.ceil(all.length / 40) }, (_, index) =>
    all.slice(index * 40, index * 40 + 40),
  );
}

function framesOf(from: readonly Source[], port: number, round: number): readonly TimedFrame[] {
  return from.map((source, index) => {
    const sourcePort = nextPort + round;
    const options = { tag: index + 1, sourcePort, untracked: false, wrong: false };
    const frame = frameOf(packetOf(source, port, 0), devices.wan.mac, options);
    return { device: devices.wan.name, frame, after: 0 };
  });
}

function inMeaning(ruleset: Ruleset, ports: readonly number[]): ReadonlyMap<string, number> {
  return perList(
    Array.from({ length: played }, (_, run) => {
      const draws = seededDraws(1, run);
      const engine = policyEngine(ruleset, { draws, connections: () => undefined });
      for (const port of ports) {
        for (const from of sources) {
          for (const hook of ["prerouting", "input"] as const) {
            const { verdict } = engine.play({ ...packetOf(from, port, 0), hook });
            if (verdict?.kind === "drop") break;
          }
        }
      }
      return [...engine.entries(0)].flatMap(([name, entries]) =>
        Array.from({ length: entries.size }, () => name),
      );
    }).flat(),
  );
}

function perList(names: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

function packetOf({ family, source }: Source, port: number, at: number): Packet {
  return {
    at,
    hook: "input",
    family,
    source,
    destination: destinations.input[family][0] ?? 0,
    protocol: "tcp",
    port,
    icmp: undefined,
    state: "new",
    in: "wan",
    out: undefined,
    length: 60,
    flags: ["syn"],
    mac: undefined,
  };
}
