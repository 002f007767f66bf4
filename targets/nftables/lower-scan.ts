import type { Rule } from "../../src/ir/ruleset.js";
import { formatTimeout } from "../../src/net/duration.js";
import type { Family } from "../../src/net/family.js";
import type { PortScan } from "../../src/net/port-scan.js";
import type { Match, MeterSet, NftChain, NftRule, Test } from "./model.js";
import { familyDigit } from "./names.js";

export function scanOf({ matchers }: Rule): PortScan | undefined {
  return matchers.find((matcher) => matcher.kind === "scan")?.scan;
}

/**
 * The sets of xt_psd's idea: the ports that a source has touched, and what they weigh. The weight is a bucket that in
 * effect never fills up again; psd's delay is the time after which the set forgets it. A port stays known for as
 * long as a source can need to get from one match to the next, so that it never counts twice.
 */
export function scanMeters(scan: PortScan, family: Family): readonly MeterSet[] {
  const { milliseconds } = scan.delay;
  const ports: MeterSet = {
    name: setName(scan, "ports", family),
    family,
    type: `${family}_addr . inet_proto . inet_service`,
    timeout: { milliseconds: knownTime(scan) },
  };
  const weights: MeterSet = {
    name: setName(scan, "weights", family),
    family,
    type: `${family}_addr`,
    timeout: { milliseconds },
  };
  return scan.threshold > 1 ? [ports, weights] : [ports];
}

/** In ms; of tenths of a second every kernel has a whole number of ticks, so that it lists what it was given. */
export function knownTime({ threshold, delay, low, high }: PortScan): number {
  const least = Math.min(...[low, high].filter((weight) => weight > 0));
  return Number.isFinite(least)
    ? Math.ceil((delay.milliseconds * threshold) / least / 100) * 100
    : delay.milliseconds;
}

function setName(
  { threshold, delay, low, high }: PortScan,
  what: "ports" | "weights",
  family: Family,
): string {
  const figures = [threshold, formatTimeout(delay), low, high].join("_");
  return `scan_${figures}_${what}_${familyDigit[family]}`;
}

/** The one test that nearly every packet fails. */
export function fresh(scan: PortScan, family: Family): Test {
  return { kind: "fresh-port", set: setName(scan, "ports", family), family };
}

/** How many rules it takes to weigh a port: one adds one. */
export function weighings({ threshold, low, high }: PortScan): number {
  return Math.min(Math.max(low, high), threshold);
}

/** For packets to a port that is new: weighs it, goes to the chain of the match, else remembers the port. */
export function scanChain(scan: PortScan, family: Family, name: string, matched: string): NftChain {
  const { threshold, low, high } = scan;
  const weigh: Test = {
    kind: "weight",
    set: setName(scan, "weights", family),
    family,
    most: threshold - 1,
  };
  const one = (matches: readonly Match[]): NftRule => ({
    ...quiet,
    matches,
    tests: threshold > 1 ? [weigh] : [],
    end: { kind: "goto", chain: matched },
  });
  const both = Math.min(low, high, threshold);
  const more = weighings(scan) - both;
  const rules: readonly NftRule[] = [
    // psd takes no answers for an attempt.
    { ...quiet, matches: [{ kind: "some-flag", flags: ["rst", "ack"] }], end: { kind: "return" } },
    ...Array.from({ length: both }, () => one([])),
    ...Array.from({ length: more }, () => one([{ kind: "low-port", low: low > high }])),
    { ...quiet, end: { kind: "remember-port", set: setName(scan, "ports", family), family } },
  ];
  const remarks = ["Weighs a port that the source has not touched lately, one a line."];
  return { name, remarks, hook: undefined, groups: [{ remarks: [], rules }] };
}

const quiet: NftRule = {
  matches: [],
  tests: [],
  counter: false,
  logs: [],
  guards: [],
  end: undefined,
  comment: undefined,
};
