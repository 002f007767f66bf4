/**
 * Random sequences of packets that a policy decides on. They are sketched without knowing the policy, so that they
 * shrink by themselves, and filled in with the addresses, ports and interfaces that the policy names.
 */
import fc from "fast-check";
import type { HookPoint, Ruleset } from "../../src/ir/ruleset.js";
import { rangesOf } from "../../src/net/address-set.js";
import { connectionStates } from "../../src/net/connection-state.js";
import { bothFamilies, type Family } from "../../src/net/family.js";
import type { Protocol } from "../../src/net/service.js";
import { tcpFlags } from "../../src/net/tcp-flags.js";
import type { Address, Packet } from "../../src/simulate/packet.js";

/** A packet with numbers in the place of what the policy knows by name. */
export interface PacketSketch extends Omit<
  Packet,
  "at" | "source" | "destination" | "port" | "in" | "out" | "icmp"
> {
  /** Milliseconds since the packet before; a whole number of hundredths of a second. */
  readonly gap: number;
  readonly source: number;
  readonly destination: number;
  readonly port: number;
  readonly in: number;
  readonly out: number;
  readonly icmp: { readonly type: number; readonly code: number };
}

const minute = 60_000;

/** Around the timeouts, delays and rates that random policies have. */
const gap = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom(0, 10, 100) },
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      500,
      1000,
      2990,
      3000,
      3010,
      30_000,
      minute - 10,
      minute,
      minute + 10,
    ),
  },
  fc.constantFrom(60 * minute, 4 * 60 * minute, 24 * 60 * minute),
);

const protocol: fc.Arbitrary<Protocol> = fc.oneof(
  { weight: 5, arbitrary: fc.constant<Protocol>("tcp") },
  { weight: 4, arbitrary: fc.constantFrom<Protocol>("udp", "udp", "icmp", "icmp", "gre") },
);

const index = fc.nat({ max: 40 });

const source = fc.oneof({ weight: 3, arbitrary: fc.nat({ max: 2 }) }, index);
const port = fc.oneof({ weight: 2, arbitrary: fc.nat({ max: 5 }) }, index);
const hook = fc.constantFrom<HookPoint>(
  "input",
  "input",
  "input",
  "forward",
  "prerouting",
  "output",
);

const packetSketch: fc.Arbitrary<PacketSketch> = fc.record({
  gap,
  hook,
  family: fc.constantFrom(...bothFamilies),
  source,
  destination: fc.oneof({ weight: 2, arbitrary: fc.nat({ max: 2 }) }, index),
  protocol,
  port,
  state: fc.oneof(
    { weight: 4, arbitrary: fc.constant("new" as const) },
    fc.constantFrom(...connectionStates),
  ),
  in: fc.nat({ max: 3 }),
  out: fc.nat({ max: 3 }),
  length: fc.constantFrom(40, 60, 99, 100, 200, 201, 1500, 65_535),
  flags: fc.oneof(
    { weight: 3, arbitrary: fc.constant(["syn" as const]) },
    fc.subarray([...tcpFlags]),
  ),
  icmp: fc.record({
    type: fc.constantFrom(8, 8, 8, 8, 128, 128, 128, 128, 0, 3, 5, 11, 13, 2, 137),
    code: fc.constantFrom(0, 0, 4, 255),
  }),
  mac: fc.constantFrom("02:00:00:aa:bb:cc", "02:00:00:aa:bb:cd"),
});

const changed = fc.record(
  { hook, protocol, port, source, family: fc.constantFrom(...bothFamilies) },
  { requiredKeys: [] },
);

/** A few packets that come again and again, some of them a little changed: rules that count have something to count. */
function repeated(lengths: fc.ArrayConstraints): fc.Arbitrary<readonly PacketSketch[]> {
  const turn = fc.record({
    which: fc.nat({ max: 3 }),
    gap,
    /** As on a device, where it is met at `prerouting` before it comes to its own hook. */
    whole: fc.boolean(),
    change: fc.oneof({ weight: 2, arbitrary: fc.constant({}) }, changed, fc.record({ port })),
  });
  return fc
    .tuple(fc.array(packetSketch, { minLength: 4, maxLength: 4 }), fc.array(turn, lengths))
    .map(([few, turns]) =>
      turns.flatMap(({ which, change, whole, gap: own }): readonly PacketSketch[] => {
        const base = few[which];
        if (base === undefined) return [];
        const packet = { ...base, ...change, gap: own };
        if (!whole || packet.hook === "output") return [packet];
        return [
          { ...packet, hook: "prerouting" },
          { ...packet, gap: 0 },
        ];
      }),
    );
}

/** What comes to a policy, one after the other. */
export const traces: fc.Arbitrary<readonly PacketSketch[]> = fc.oneof(
  fc.array(packetSketch, { minLength: 1, maxLength: 40, size: "max" }),
  repeated({ minLength: 1, maxLength: 40, size: "max" }),
);

/** The same for longer. */
export const longTraces: fc.Arbitrary<readonly PacketSketch[]> = repeated({
  minLength: 60,
  maxLength: 100,
});

/** The packets of a sketch, as they come to a policy. */
export function packetsOf(sketches: readonly PacketSketch[], ruleset: Ruleset): readonly Packet[] {
  const addresses = { ipv4: addressesNear(ruleset, "ipv4"), ipv6: addressesNear(ruleset, "ipv6") };
  const ports = portsNear(ruleset);
  const names = [...interfaceNames(ruleset), undefined];
  let at = 0;
  return sketches.map((sketch) => {
    at += sketch.gap;
    const { hook, family, protocol: carried } = sketch;
    const hasPorts = carried === "tcp" || carried === "udp";
    return {
      ...sketch,
      at,
      source: pick(addresses[family], sketch.source),
      destination: pick(addresses[family], sketch.destination),
      port: hasPorts ? pick(ports, sketch.port) : undefined,
      icmp: carried === "icmp" ? sketch.icmp : undefined,
      flags: carried === "tcp" ? sketch.flags : [],
      in: hook === "output" ? undefined : pick(names, sketch.in),
      out: hook === "input" || hook === "prerouting" ? undefined : pick(names, sketch.out),
    };
  });
}

/** @param pool never empty */
function pick<T>(pool: readonly T[], index: number): T {
  return pool[index % pool.length]!;
}

/** Three that nothing is said of, and those at and around every bound that the policy names. */
function addressesNear(ruleset: Ruleset, family: Family): readonly Address[] {
  const literals = rulesOf(ruleset).flatMap(({ matchers }) =>
    matchers.flatMap((matcher) =>
      matcher.kind === "address" && matcher.operand.kind === "literal"
        ? [matcher.operand.addresses]
        : [],
    ),
  );
  const sets = [...ruleset.lists.map(({ permanent }) => permanent), ...literals];
  const bounds = sets.flatMap((set) =>
    [...rangesOf(set, family)].flatMap(({ first, last }) => [BigInt(first), BigInt(last)]),
  );
  const near = bounds.flatMap((bound) => [bound, bound - 1n, bound + 1n]);
  const [unnamed, highest] =
    family === "ipv4"
      ? [0xcb007105n, 0xffffffffn]
      : [0x20010db8fffe00000000000000000005n, (1n << 128n) - 1n];
  return [unnamed, unnamed + 1n, unnamed + 256n, ...near]
    .filter((address) => address > 0n && address <= highest)
    .map((address) => (family === "ipv4" ? Number(address) : address));
}

function portsNear(ruleset: Ruleset): readonly number[] {
  const services = rulesOf(ruleset).flatMap(({ matchers }) =>
    matchers.flatMap((matcher) => (matcher.kind === "service" ? matcher.service : [])),
  );
  const bounds = services.flatMap(({ ports = [] }) =>
    ports.flatMap(({ first, last }) => [first, last, first - 1, last + 1]),
  );
  const usual = [22, 80, 23, 443, 53, 8080, 1, 3, 5, 31, 32];
  return [...usual, ...bounds.filter((port) => port >= 0 && port <= 65_535)];
}

function interfaceNames(ruleset: Ruleset): readonly string[] {
  const matchers = [
    ...ruleset.chains.flatMap(({ hook }) => hook?.interfaces ?? []),
    ...rulesOf(ruleset).flatMap((rule) => rule.matchers),
  ];
  return [
    ...new Set(
      matchers.flatMap((matcher) => (matcher.kind === "interface" ? [matcher.interface.name] : [])),
    ),
  ];
}

function rulesOf({ chains }: Ruleset): Ruleset["chains"][number]["rules"] {
  return chains.flatMap(({ rules }) => rules);
}
