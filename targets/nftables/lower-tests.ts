import type { ConnectionsMatcher, RateMatcher, Rule } from "../../src/ir/ruleset.js";
import { type Chance, chanceFraction } from "../../src/net/chance.js";
import type { Duration } from "../../src/net/duration.js";
import type { Family } from "../../src/net/family.js";
import { type Bucket, formatRate, type Rate } from "../../src/net/rate.js";
import type { LowerContext } from "./context.js";
import type { MeterKey, MeterSet, NamedLimit, Test } from "./model.js";
import { familyDigit, type RulePlace } from "./names.js";

/** What a rule asks for once only: its draw, its rates, its connections. */
export interface RuleTests {
  readonly meters: readonly MeterSet[];
  readonly limits: readonly NamedLimit[];
  /** In the order of evaluation. @param family undefined where none of them differs */
  of(family: Family | undefined): readonly Test[];
}

/** Whether asking again could give another answer. */
export function isTested({ matchers, chance, rates }: Rule): boolean {
  return (
    chance !== undefined ||
    rates.length > 0 ||
    matchers.some(({ kind }) => kind === "connections" || kind === "scan")
  );
}

/** @param several nft rules will ask, of which a packet meets one; they share one bucket */
export function lowerTests(
  context: LowerContext,
  rule: Rule,
  place: RulePlace,
  several: boolean,
): RuleTests {
  const limits: NamedLimit[] = [];
  const name = context.names.ofRule("limit", place);
  const ofRate = (rate: RateMatcher, family: Family | undefined): Test => {
    if (rate.per.length > 0) return meterTest(context, rate, place, keyFamily(family));
    if (!several) return limitTest(rate);
    return { kind: "named-limit", name: limitName(name, rate) };
  };
  for (const rate of rule.rates) {
    if (rate.per.length > 0 || !several) continue;
    limits.push({ name: limitName(name, rate), over: rate.over, bucket: bucketOf(rate) });
  }
  return {
    limits,
    meters: metersOf(context, rule, place),
    of: (family) => [
      ...connectionsOf(rule).map((matcher) =>
        connectionsTest(context, matcher, place, keyFamily(family)),
      ),
      ...(rule.chance === undefined ? [] : [drawTest(rule.chance)]),
      ...rule.rates.map((rate) => ofRate(rate, family)),
    ],
  };
}

function keyFamily(family: Family | undefined): Family {
  if (family === undefined) throw new Error("a key has a family");
  return family;
}

export function connectionsOf({ matchers }: Rule): readonly ConnectionsMatcher[] {
  return matchers.filter((matcher) => matcher.kind === "connections");
}

export function drawTest(chance: Chance, fails = false): Test {
  return { kind: "draw", ...chanceFraction(chance), fails };
}

/** @param fails holds when the condition does not */
export function limitTest(rate: RateMatcher, fails = false): Test {
  return { kind: "limit", over: rate.over !== fails, bucket: bucketOf(rate) };
}

export function meterTest(
  context: LowerContext,
  rate: RateMatcher,
  place: RulePlace,
  family: Family,
  fails = false,
): Extract<Test, { kind: "meter" }> {
  const key: MeterKey = { family, sides: rate.per, per: undefined };
  const over = rate.over !== fails;
  const set = [
    limitName(context.names.ofRule("rate", place), { ...rate, over }),
    ...rate.per.map((side) => side.slice(0, 3)),
    familyDigit[family],
  ].join("_");
  return { kind: "meter", set, key, over, bucket: bucketOf(rate) };
}

export function connectionsTest(
  context: LowerContext,
  { above, per, length }: ConnectionsMatcher,
  place: RulePlace,
  family: Family,
  fails = false,
): Extract<Test, { kind: "connections" }> {
  const whole = length === (family === "ipv4" ? 32 : 128);
  const key: MeterKey = { family, sides: [per], per: whole ? undefined : length };
  const side = `${per.slice(0, 3)}${key.per === undefined ? "" : String(key.per)}`;
  const most = `${fails ? "" : "o"}${String(above)}`;
  const set = [context.names.ofRule("conns", place), most, side, familyDigit[family]].join("_");
  return { kind: "connections", set, key, over: !fails, most: above };
}

/** The sets that the tests of a rule count in. @param fails the tests are those that hold when conditions do not */
export function metersOf(
  context: LowerContext,
  rule: Rule,
  place: RulePlace,
  fails = false,
): readonly MeterSet[] {
  return rule.families.flatMap((family): readonly MeterSet[] => [
    ...connectionsOf(rule).map((matcher): MeterSet => {
      const { set } = connectionsTest(context, matcher, place, family, fails);
      // The kernel knows by itself when a connection ends, and refuses a timeout.
      return { name: set, family, type: `${family}_addr`, timeout: undefined };
    }),
    ...rule.rates
      .filter(({ per }) => per.length > 0)
      .map((rate): MeterSet => {
        const { set } = meterTest(context, rate, place, family, fails);
        const type = rate.per.map(() => `${family}_addr`).join(" . ");
        return { name: set, family, type, timeout: refillTime(bucketOf(rate)) };
      }),
  ]);
}

function bucketOf({ rate, burst }: RateMatcher): Bucket {
  return { rate, burst };
}

/** A set keeps the bucket that it has: with other figures it is another set. */
function limitName(stem: string, { over, rate, burst }: RateMatcher): string {
  return [stem, `${over ? "o" : ""}${formatRate(rate).replace("/", "")}`, String(burst)].join("_");
}

export const unitSeconds: Record<Rate["unit"], number> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** How long an empty bucket takes to be full: one that has not been asked since need not be kept. */
function refillTime({ rate, burst }: Bucket): Duration {
  const seconds = Math.ceil((burst * unitSeconds[rate.unit]) / rate.count) + 1;
  return { milliseconds: seconds * 1000 };
}
