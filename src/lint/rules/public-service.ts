import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { report } from "../../diagnostics/report.js";
import type { Rule, Ruleset, ServiceMatcher } from "../../ir/ruleset.js";
import { matchService } from "../../odds/match-subject.js";
import { gateOf, isObstacle, type Stranger, strangersFor } from "../../odds/stranger.js";

/** Generated policies have thousands of rules that accept. */
const mostServices = 64;

/**
 * SB4013: a service that the policy accepts from everybody, whose connections climb by odds that are for any connection:
 * its users are counted as guessers are.
 */
export function* publicService(ruleset: Ruleset): Generator<Diagnostic> {
  const rules = ruleset.chains.flatMap((chain) => chain.rules);
  const forAny = rules.find((rule) => isDraw(rule) && serviceOf(rule) === undefined);
  if (forAny === undefined) return;
  const own = rules.filter((rule) => isDraw(rule) && serviceOf(rule) !== undefined);
  const told = new Set<string>();
  const gate = gateOf(ruleset);
  for (const rule of rules.filter(isOpen).slice(0, mostServices)) {
    const named = serviceOf(rule);
    if (named === undefined || told.has(named.written)) continue;
    told.add(named.written);
    const counted = strangersFor(gate, named.service).find(
      (stranger) =>
        climbs(stranger) &&
        !own.some((draw) => matchService(stranger.subject.packet, serviceOf(draw)?.service ?? [])),
    );
    if (counted === undefined) continue;
    const labels = [{ span: forAny.origin, text: "counts its connections" }];
    yield report("SB4013", rule.origin, { service: named.written }, { labels });
  }
}

/** A step of a ladder, by chance. */
function isDraw({ chance, actions }: Rule): boolean {
  return (
    chance !== undefined &&
    actions.some((action) => action.kind === "add" && action.side === "source")
  );
}

/** Accepts new connections to ports, from anywhere. */
function isOpen(rule: Rule): boolean {
  const { matchers, chance, rates, actions } = rule;
  const service = serviceOf(rule)?.service ?? [];
  return (
    actions.at(-1)?.kind === "accept" &&
    chance === undefined &&
    rates.length === 0 &&
    service.some(({ protocol, ports }) => (protocol === "tcp" || protocol === "udp") && ports) &&
    matchers.every(
      (matcher) =>
        matcher.kind === "service" ||
        (matcher.kind === "state" && matcher.states.includes("new")) ||
        (matcher.kind === "address" && matcher.side === "destination"),
    )
  );
}

function serviceOf({ matchers }: Rule): ServiceMatcher | undefined {
  const matcher = matchers.find(({ kind }) => kind === "service");
  return matcher?.kind === "service" && !matcher.negated ? matcher : undefined;
}

/** Whether its first connection is counted at all. */
function climbs({ climb }: Stranger): boolean {
  if (isObstacle(climb)) return false;
  const first = climb.outcomes(0);
  return first.some(
    ({ timers, banned }) => banned !== undefined || timers.some((timer) => timer !== undefined),
  );
}
