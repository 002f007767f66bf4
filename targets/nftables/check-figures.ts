import type { Diagnostic } from "../../src/diagnostics/diagnostic.js";
import { report } from "../../src/diagnostics/report.js";
import type { RateMatcher, Rule } from "../../src/ir/ruleset.js";
import { formatRate } from "../../src/net/rate.js";
import { longestTimeoutDays, mostWeighings } from "./capabilities.js";
import { knownTime, scanOf, weighings } from "./lower-scan.js";
import { connectionsOf, unitSeconds } from "./lower-tests.js";

const largest32 = 0xffff_ffff;
const largest64 = 0xffff_ffff_ffff_ffffn;

/** Figures that the kernel cannot hold, or not exactly. */
export function* figureFaults(rule: Rule, target: string): Generator<Diagnostic> {
  for (const rate of rule.rates) yield* rateFaults(rate, target);
  for (const { above, origin } of connectionsOf(rule)) {
    if (above <= largest32) continue;
    const help = `the most is ${String(largest32)}`;
    yield report("SB5006", origin, { target, what: "so many connections" }, { help });
  }
  yield* scanFaults(rule, target);
}

/** The kernel's token is a whole number of nanoseconds, its bucket as many as 64 bits hold. */
function* rateFaults({ rate, burst, origin }: RateMatcher, target: string): Generator<Diagnostic> {
  const nanoseconds = BigInt(unitSeconds[rate.unit]) * 1_000_000_000n;
  const token = nanoseconds / BigInt(rate.count);
  if (token === 0n) {
    const what = "a rate of more than one packet a nanosecond";
    const help = "so many packets never come; leave the rate out";
    yield report("SB5006", origin, { target, what }, { help });
    return;
  }
  if (burst > largest32 || BigInt(burst) * token > largest64) {
    const most = largest64 / token;
    const help = `the most here is \`burst ${String(most < largest32 ? most : largest32)}\``;
    yield report("SB5006", origin, { target, what: "a burst as large as this" }, { help });
    return;
  }
  const excess = Number(nanoseconds - token * BigInt(rate.count)) / Number(nanoseconds);
  if (excess < leastExcess) return;
  const what = `a token takes whole nanoseconds, so that ${formatRate(rate)} is ${(excess * 100).toFixed(1)} % more`;
  yield report("SB5009", origin, { target, what }, { help: "write a rate that divides evenly" });
}

/** What goes unmentioned: one packet in a thousand. */
const leastExcess = 0.001;

function* scanFaults(rule: Rule, target: string): Generator<Diagnostic> {
  const scan = scanOf(rule);
  if (scan === undefined) return;
  if (weighings(scan) > mostWeighings) {
    const what = `a \`scan\` with weights above ${String(mostWeighings)}, for it takes a rule for each unit`;
    const help = "divide threshold and weights by the same number: `scan 21 3s low 3 high 1`";
    yield report("SB5006", rule.origin, { target, what }, { help });
  }
  if (knownTime(scan) > longestTimeoutDays * 86_400_000) {
    const what = "a `scan` with as long a delay and as high a threshold";
    const help = "write a shorter delay: `scan 21 3s low 3 high 1`";
    yield report("SB5006", rule.origin, { target, what }, { help });
  }
}
