import type { Diagnostic } from "../../src/diagnostics/diagnostic.js";
import { report } from "../../src/diagnostics/report.js";
import type { Rule, Ruleset } from "../../src/ir/ruleset.js";
import type { Family } from "../../src/net/family.js";
import { secondsOf } from "./lower-gates.js";
import type { ConditionProperty, FamilyProgram, FilterRule, Table } from "./model.js";

const target = "RouterOS";

/**
 * Where what is one counter in the policy is several on the router (LANGUAGE.md 8.6), or several are one: a
 * rule of RouterOS has its own buckets, and all port scans of a router share one memory.
 */
export function* checkCounters(
  { chains }: Ruleset,
  programs: readonly FamilyProgram[],
): Generator<Diagnostic> {
  const placed = [...placedRules(programs)];
  const scanning = new Set<string>();
  for (const rule of new Set(chains.flatMap(({ rules }) => rules))) {
    const its = placed.filter(({ device }) => device.origin === rule.origin);
    yield* checkBuckets(rule, its);
    yield* checkConnections(rule, its);
    for (const { table, device } of its) {
      if (device.conditions.psd === undefined) continue;
      const place = `${table} ${String(rule.origin.start)} ${rule.origin.file.name}`;
      if (scanning.size > 0 && !scanning.has(place)) yield sharedScan(rule);
      scanning.add(place);
    }
  }
}

interface Placed {
  readonly family: Family;
  readonly table: Table;
  readonly device: FilterRule;
}

function* placedRules(programs: readonly FamilyProgram[]): Generator<Placed> {
  for (const { family, tables } of programs) {
    for (const { table, hooks, chains } of tables) {
      for (const { rules } of [...hooks, ...chains]) {
        for (const device of rules) yield { family, table, device };
      }
    }
  }
}

function testing(property: ConditionProperty, placed: readonly Placed[]): readonly Placed[] {
  return placed.filter(({ device }) => device.conditions[property] !== undefined);
}

function* checkBuckets(rule: Rule, placed: readonly Placed[]): Generator<Diagnostic> {
  for (const { rate, burst, per, origin } of rule.rates) {
    const buckets = testing(per.length === 0 ? "limit" : "dst-limit", placed);
    const perFamily = Math.max(...["ipv4", "ipv6"].map((family) => countOf(buckets, family)));
    // Keys of one family are none of the other.
    const count = per.length === 0 ? buckets.length : perFamily;
    if (count > 1) {
      const why =
        perFamily < 2
          ? "IPv4 and IPv6 have a bucket each"
          : "the rule becomes several, which have a bucket each";
      const what = `${why}, so up to ${String(count)} times as many packets are within the rate`;
      yield report("SB5009", origin, { target, what }, { help: fewerBuckets(perFamily) });
    }
    const atOnce = rate.count / secondsOf(rate) / ticksPerSecond;
    if (buckets.length > 0 && burst < atOnce) {
      const most = String(burst * ticksPerSecond);
      const what = `buckets are filled every 10 ms, so this one never gives more than ${most}/s`;
      const help = `write \`burst ${String(Math.ceil(atOnce))}\` or more`;
      yield report("SB5009", origin, { target, what }, { help });
    }
  }
}

/** "Recharged every 10ms so burst should be at least 1/100 of a rate" (manual, "Common firewall matchers"). */
const ticksPerSecond = 100;

function countOf(placed: readonly Placed[], family: string): number {
  return placed.filter((one) => one.family === family).length;
}

function fewerBuckets(perFamily: number): string {
  return perFamily < 2
    ? "write a rule for each family with its part of the rate, in chains with `family ipv4` and `family ipv6`, or count `per source`"
    : "put what the rule does into a chain of its own with the rate there, so that it is tested in one place";
}

function* checkConnections(rule: Rule, placed: readonly Placed[]): Generator<Diagnostic> {
  const counting = testing("connection-limit", placed);
  if (Math.max(countOf(counting, "ipv4"), countOf(counting, "ipv6")) < 2) return;
  const what = "the rule becomes several, which may count connections each for itself";
  const help = fewerBuckets(2);
  yield report("SB5009", rule.origin, { target, what }, { help });
}

function sharedScan(rule: Rule): Diagnostic {
  const what = "all `scan` rules of a router share what they remember of a source";
  const help = "keep one rule with `scan`; a port that one of them has seen is not new to the next";
  return report("SB5009", rule.origin, { target, what }, { help });
}
