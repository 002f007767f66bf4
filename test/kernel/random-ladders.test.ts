/** Ladders with odds of all kinds, by the kernel's own random numbers: as many climb as the policy's meaning has it. */
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { compileToRuleset } from "../../src/compile.js";
import type { Ruleset } from "../../src/ir/ruleset.js";
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
    let asked = 0;
    for (const { text, ports } of fc.sample(fc.record({ text: ladder, ports: visits }), ladders)) {
      const { ruleset, program } = compiled(text);
      const found = await inKernel(kernel, program, ports);
      const meant = inMeaning(ruleset, ports);
      for (const { name } of ruleset.lists) {
        const many = found.get(name) ?? 0;
        const share = (meant.get(name) ?? 0) / (sources.length * played);
        const told = `${text}${ports.join(", ")}: ${name} ${String(many)}, meant ${String(share)}`;
        expect(Math.abs(deviations(many, share)), told).toBeLessThan(4.5);
        if (share > 0.01 && share < 0.99) asked++;
      }
    }
    // Certainties would agree as well.
    expect(asked).toBeGreaterThan(ladders);
  });
});

/** In standard deviations, of a count among the sources and of one as many times as large that was played. */
function deviations(count: number, share: number): number {
  if (share === 0 || share === 1) return count === share * sources.length ? 0 : Infinity;
  const spread = Math.sqrt(sources.length * share * (1 - share) * (1 + 1 / played));
  return (count - sources.length * share) / spread;
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
  const lines = nftablesTarget.print(program, "nft").flatMap((file) => [...file.lines]);
  await kernel.nft(`${lines.join("\n")}\n`);
  nextPort += ports.length;
  for (const [round, port] of ports.entries()) {
    const frames = sources.map((from, index): TimedFrame => {
      const options = {
        tag: index + 1,
        sourcePort: nextPort + round,
        untracked: false,
        wrong: false,
      };
      const frame = frameOf(packetOf(from, port, 0), devices.wan.mac, options);
      return { device: devices.wan.name, frame, after: 0 };
    });
    // Few at a time: a wire has room for no more.
    for (let start = 0; start < frames.length; start += 40) {
      await kernel.send(frames.slice(start, start + 40));
    }
  }
  const entries = entriesInKernel(program, await kernel.list(program.table));
  await kernel.nft(`delete table inet ${program.table}`);
  return perList([...entries.keys()].map((entry) => entry.replace(/ \S+$/u, "")));
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

function packetOf({ family, source }: (typeof sources)[number], port: number, at: number): Packet {
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
