import { z } from "zod";
import { compileToRuleset } from "../../../src/compile.js";
import type { Ruleset, Verdict } from "../../../src/ir/ruleset.js";
import type { Draws, Engine, Entries } from "../../../src/simulate/engine.js";
import type { Packet } from "../../../src/simulate/packet.js";
import { policyEngine } from "../../../src/simulate/policy-engine.js";
import { sourceFile } from "../../../src/source/source-file.js";
import { nftablesTarget } from "../../../targets/nftables/index.js";
import type { NftProgram, NftRule } from "../../../targets/nftables/model.js";
import type { Draw } from "../../../targets/nftables/simulate/compile-test.js";
import { nftEngine } from "../../../targets/nftables/simulate/engine.js";
import { frameOf, leastLength } from "./frame.js";
import type { Kernel, TimedFrame } from "./kernel.js";
import type { Meeting } from "./policies.js";
import {
  address,
  destinations,
  devices,
  establishedPort,
  observer,
  sourceAddresses,
} from "./site.js";

/** What became of a trace: who got through, and who is on which list for how many more seconds. */
export interface Findings {
  readonly passed: readonly boolean[];
  /** `list address` → whole seconds left, `for ever` without a timer. */
  readonly entries: ReadonlyMap<string, number | "for ever">;
}

export interface Comparison {
  readonly kernel: Findings;
  readonly engine: Findings;
  readonly meaning: Findings;
}

/** A policy that nftables can say exactly; undefined for any other. */
export function programOf(
  text: string,
): { readonly ruleset: Ruleset; readonly program: NftProgram } | undefined {
  const { value: ruleset } = compileToRuleset(sourceFile("policy.sbn", text));
  const capabilities = nftablesTarget.capabilities(nftablesTarget.defaultVersion);
  if (ruleset === undefined || capabilities === undefined) return undefined;
  const { value: program, diagnostics } = nftablesTarget.lower(ruleset, capabilities);
  if (diagnostics.length > 0) return undefined;
  return program && { ruleset, program: counting(program) };
}

/**
 * The same with draws that come soon to an end and begin anew: `numgen inc` counts up, so that of a hundred the first
 * eighty would fire in a row.
 */
function counting(program: NftProgram): NftProgram {
  const smaller = (rule: NftRule): NftRule => ({
    ...rule,
    tests: rule.tests.map((test) => {
      if (test.kind !== "draw") return test;
      const whole = 2 + (test.part % 3);
      return { ...test, part: Math.max(1, Math.round((whole * test.part) / test.whole)), whole };
    }),
  });
  return {
    ...program,
    chains: program.chains.map((chain) => ({
      ...chain,
      groups: chain.groups.map((group) => ({ ...group, rules: group.rules.map(smaller) })),
    })),
  };
}

/** The trace through the kernel, through the table's engine, and through the policy's meaning. */
export async function compare(
  kernel: Kernel,
  { ruleset, program }: { readonly ruleset: Ruleset; readonly program: NftProgram },
  trace: readonly Meeting[],
): Promise<Comparison> {
  const text = nftablesTarget
    .print(program, "nft")
    .flatMap(({ lines }) => [...lines])
    .join("\n")
    .replaceAll("numgen random mod", "numgen inc mod");
  await kernel.nft(`${observer}${text}\n`);
  const packets = trace.map(packetOf);
  const frames = packets.map((packet, index): TimedFrame => {
    const device = devices[packet.in === "lan" ? "lan" : "wan"];
    const frame = frameOf(packet, device.mac, {
      tag: index + 1,
      sourcePort: packet.state === "established" ? establishedPort : nextPort(),
      untracked: packet.state === "untracked",
      wrong: packet.state === "invalid",
    });
    return { device: device.name, frame, after: trace[index]?.after ?? 0 };
  });
  const { times, ended } = await kernel.send(frames);
  const observed = listing.parse(await kernel.list("observe"));
  const table = await kernel.list(program.table);
  await kernel.nft(`delete table inet ${program.table}`);

  const timed = packets.map((packet, index): Packet => ({ ...packet, at: times[index] ?? 0 }));
  const drawn: boolean[] = [];
  const engine = nftEngine(program, { ...untracked, draws: never, drawsOf: counter(drawn) }, named);
  const byEngine = timed.map((packet) => passes(engine, packet));
  const recorded = drawn.values();
  const meaning = policyEngine(ruleset, {
    ...untracked,
    draws: () => (recorded.next().value === true ? 0 : 1 - 2 ** -32),
    has: isThere,
  });
  const byMeaning = timed.map((packet) => passes(meaning, packet));
  if (recorded.next().done !== true) throw new Error("the table drew more often than the policy");
  const tags = new Set(["passed4", "passed6"].flatMap((name) => tagsOf(observed, name)));
  return {
    kernel: {
      passed: packets.map((_, index) => tags.has(index + 1)),
      entries: entriesInKernel(program, table),
    },
    engine: { passed: byEngine, entries: shown(engine.entries(ended), ended) },
    meaning: { passed: byMeaning, entries: shown(meaning.entries(ended), ended) },
  };
}

/** `conns` needs connections that last, which these packets do not begin. */
const untracked = { connections: (): undefined => undefined } as const;

function never(): number {
  throw new Error("a draw that nobody counts");
}

/** What `numgen inc` gives, and whether it was enough. */
function counter(drawn: boolean[]): (draw: Draw) => Draws {
  return ({ part, whole }) => {
    let count = 0;
    return () => {
      const value = count;
      count = (count + 1) % whole;
      drawn.push(value < part);
      return (value + 0.5) / whole;
    };
  };
}

function named(name: string): { readonly names: readonly string[]; readonly lists: readonly [] } {
  return { names: [name === "lan" ? devices.lan.name : devices.wan.name], lists: [] };
}

/** What Linux has (LANGUAGE.md, section 4). */
function isThere(verdict: Verdict, { protocol }: Packet): boolean {
  if (verdict.kind === "tarpit") return false;
  return verdict.kind !== "reject" || verdict.answer !== "tcp-reset" || protocol === "tcp";
}

/** A packet comes by the raw hook before it comes to its own. */
function passes(engine: Engine, packet: Packet): boolean {
  for (const hook of ["prerouting", packet.hook] as const) {
    const { verdict } = engine.play({ ...packet, hook });
    if (verdict !== undefined && verdict.kind !== "accept") return false;
  }
  return true;
}

function packetOf(meeting: Meeting): Packet {
  const { family, hook, source, destination, protocol, port, icmp, state, flags, mac } = meeting;
  return {
    at: 0,
    hook,
    family,
    source: sourceAddresses[family][source] ?? 0,
    destination: destinations[hook][family][destination] ?? 0,
    protocol,
    port: protocol === "tcp" || protocol === "udp" || protocol === "sctp" ? port : undefined,
    icmp: protocol === "icmp" ? icmp : undefined,
    state,
    in: meeting.in,
    out: hook === "forward" ? "lan" : undefined,
    length: Math.max(meeting.length, leastLength({ family, protocol })),
    flags,
    mac,
  };
}

const firstPort = 10_000;
let lastPort = firstPort;

/** One that no flow has had for long, so that every packet begins its own. */
function nextPort(): number {
  lastPort = lastPort === 65_535 ? firstPort : lastPort + 1;
  return lastPort;
}

type Entry = Findings["entries"] extends ReadonlyMap<string, infer Left> ? Left : never;

function shown(entries: Entries, at: number): ReadonlyMap<string, Entry> {
  return new Map(
    [...entries].flatMap(([list, members]) =>
      [...members].map(([member, expires]): [string, Entry] => [
        `${list} ${String(member)}`,
        expires === Infinity ? "for ever" : Math.floor((expires - at) / 1000),
      ]),
    ),
  );
}

const element = z.union([
  z.union([z.string(), z.number()]).transform((val) => ({ val, expires: undefined })),
  z
    .object({
      elem: z.object({ val: z.union([z.string(), z.number()]), expires: z.number().optional() }),
    })
    .transform(({ elem: { val, expires } }) => ({ val, expires })),
]);

const listing = z.object({
  nftables: z.array(
    z.object({
      set: z.object({ name: z.string(), elem: z.array(z.unknown()).optional() }).optional(),
    }),
  ),
});

type Listing = z.infer<typeof listing>;

function elementsOf(
  { nftables }: Listing,
  name: string,
): readonly { readonly val: string | number; readonly expires?: number | undefined }[] {
  const [found] = nftables.flatMap(({ set }) => (set?.name === name ? [set] : []));
  return z.array(element).parse(found?.elem ?? []);
}

function tagsOf(found: Listing, name: string): readonly number[] {
  return elementsOf(found, name).map(({ val }) => Number(val));
}

/** Who is listed for a time and for ever is listed for ever; the two have a set each. */
export function entriesInKernel(program: NftProgram, listed: unknown): ReadonlyMap<string, Entry> {
  const table = listing.parse(listed);
  const entries = new Map<string, Entry>();
  for (const { kind, name, list } of program.sets) {
    if (kind !== "dynamic" && kind !== "kept") continue;
    for (const { val, expires } of elementsOf(table, name)) {
      const key = `${list} ${String(address(String(val)))}`;
      if (entries.get(key) !== "for ever") entries.set(key, expires ?? "for ever");
    }
  }
  return entries;
}
