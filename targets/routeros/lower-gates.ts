import type { ConnectionsMatcher, RateMatcher, Rule } from "../../src/ir/ruleset.js";
import { formatChance } from "../../src/net/chance.js";
import { formatDuration } from "../../src/net/duration.js";
import type { Family } from "../../src/net/family.js";
import type { PortScan } from "../../src/net/port-scan.js";
import type { Rate, RateUnit } from "../../src/net/rate.js";
import type { Conditions } from "./model.js";

/**
 * The conditions of a rule that count packets or draw, so that a packet must be asked once. They come last, in
 * RouterOS's own order, which is the language's too (LANGUAGE.md 7.1), so that one rule holds all of them.
 */
export interface Gates {
  readonly when: Conditions;
  /** Asked after {@link when}: `dst-limit` knows no negation, so what is within the limit leaves first. */
  readonly unless: Conditions | undefined;
}

export function gatesOf({ matchers, chance, rates }: Rule, family: Family): Gates {
  const when: { -readonly [name in keyof Conditions]: Conditions[name] } = {};
  let unless: Conditions | undefined;
  for (const matcher of matchers) {
    if (matcher.kind === "connections") when["connection-limit"] = connections(matcher, family);
    if (matcher.kind === "scan") when.psd = portScan(matcher.scan);
  }
  if (chance !== undefined) when.random = formatChance(chance).slice(0, -1);
  for (const rate of rates) {
    if (rate.per.length === 0) when.limit = `${rate.over ? "!" : ""}${limit(rate)}:packet`;
    else if (rate.over) unless = { "dst-limit": limitPerKey(rate) };
    else when["dst-limit"] = limitPerKey(rate);
  }
  return { when, unless };
}

/** Whether nothing is asked but what a packet brings along. */
export function isOpen({ when, unless }: Gates): boolean {
  return unless === undefined && Object.keys(when).length === 0;
}

/** Whether each rule that tests these would count for itself. */
export function hasCounter({ when, unless }: Gates): boolean {
  return (
    unless !== undefined ||
    when.limit !== undefined ||
    when["dst-limit"] !== undefined ||
    when["connection-limit"] !== undefined
  );
}

/** `connection-limit=30,32`: more than 30 connections of the source, or of its network. */
function connections({ above, length }: ConnectionsMatcher, family: Family): string {
  return `${String(above)},${String(length ?? (family === "ipv4" ? 32 : 128))}`;
}

/** `psd=21,3s,3,1` */
function portScan({ threshold, delay, low, high }: PortScan): string {
  return [String(threshold), formatDuration(delay), String(low), String(high)].join(",");
}

/** `10/1m,5`; a second goes without saying, as `export` has it. */
function limit({ rate, burst }: RateMatcher): string {
  const time = rate.unit === "s" ? "" : `/1${rate.unit}`;
  return `${String(rate.count)}${time},${String(burst)}`;
}

/** `32,32,src-address/10s` */
function limitPerKey(rate: RateMatcher): string {
  const sides = new Set(rate.per);
  const mode =
    sides.size > 1 ? "src-and-dst-addresses" : sides.has("source") ? "src-address" : "dst-address";
  const expire = formatDuration({ milliseconds: 1000 * secondsKept(rate) });
  return `${limit(rate)},${mode}/${expire}`;
}

const leastSecondsKept = 10;

/** How long the bucket of a key is kept: until it would be full again, for then it is as good as a new one. */
function secondsKept({ rate, burst }: RateMatcher): number {
  return Math.max(leastSecondsKept, Math.ceil((burst * secondsOf(rate)) / rate.count));
}

export function secondsOf({ unit }: Rate): number {
  return secondsPerUnit[unit];
}

const secondsPerUnit: Readonly<Record<RateUnit, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };
