import type { Diagnostic } from "../../src/diagnostics/diagnostic.js";
import { report } from "../../src/diagnostics/report.js";
import type { RateMatcher, Rule, Verdict } from "../../src/ir/ruleset.js";
import { connectionStates } from "../../src/net/connection-state.js";
import { choicesOf } from "./lower-actions.js";
import type { MatcherContext } from "./lower-matcher.js";
import { reachOf } from "./lower-verdict.js";
import type { Conjunction } from "./selection.js";

const target = "RouterOS";
const elsewhere = "hook the chain at `input` or `forward`";

/** The conditions of a rule that its table or its family has no match for. */
export function* untestable(
  rule: Rule,
  { family, table }: Pick<MatcherContext, "family" | "table">,
): Generator<Diagnostic> {
  const refuse = (what: string, help: string, span = rule.origin): Diagnostic =>
    report("SB5006", span, { target, what }, { help });
  for (const matcher of rule.matchers) {
    switch (matcher.kind) {
      case "state":
        if (table === "raw" && matcher.states.length < connectionStates.length) {
          yield refuse(
            "the connection state at `prerouting`, which is before connection tracking",
            `${elsewhere}, or take the state out; \`flags syn !ack\` picks TCP packets that open a connection`,
          );
        }
        break;
      case "connections":
        if (table === "raw") {
          const what = "`conns` at `prerouting`, which is before connection tracking";
          yield refuse(what, elsewhere, matcher.origin);
        } else if (matcher.per === "destination") {
          const what = "`conns` per destination: `connection-limit` counts by source";
          yield refuse(what, "count `per source`", matcher.origin);
        }
        break;
      case "scan":
        if (family === "ipv6") yield withoutScan(rule);
        if (matcher.scan.delay.milliseconds % 10 !== 0) {
          const what = "a `scan` whose delay is not in hundredths of a second";
          yield refuse(what, "write whole seconds: `scan 21 3s low 3 high 1`");
        }
        break;
      case "interface":
      case "mac":
      case "address":
      case "length":
      case "service":
      case "flags":
        break;
    }
  }
  for (const rate of rule.rates) yield* rateTooBig(rate);
}

function withoutScan(rule: Rule): Diagnostic {
  if (rule.families.length === 1) {
    const help = "let the rule be for IPv4: `family ipv4` before the body of its chain";
    return report("SB5006", rule.origin, { target, what: "`scan` under IPv6" }, { help });
  }
  const what = "the rule is left out for IPv6, where there is no `psd`";
  const help = "say that it is for IPv4: a chain of its own with `family ipv4` before its body";
  return report("SB5009", rule.origin, { target, what }, { help });
}

/** The bounds of `limit`; those of `dst-limit` are not stated. */
const highestRate = 32_000_000_000;
const highestBurst = 2_000_000_000;

function* rateTooBig({ rate, burst, origin }: RateMatcher): Generator<Diagnostic> {
  if (rate.count > highestRate) {
    const help = `the highest is \`${String(highestRate)}/${rate.unit}\``;
    yield report("SB5006", origin, { target, what: "a rate this high" }, { help });
  }
  if (burst > highestBurst) {
    const help = `the highest is \`burst ${String(highestBurst)}\``;
    yield report("SB5006", origin, { target, what: "a burst this big" }, { help });
  }
}

/** None of the verdicts of a rule is for all packets that come to it. */
export function noVerdict(
  rule: Rule,
  { family, table }: Pick<MatcherContext, "family" | "table">,
): Diagnostic {
  const choices = choicesOf(rule.actions);
  const names = choices.map((choice) => `\`${written(choice)}\``).join(" and no ");
  const reaches = choices.map((choice) => reachOf(choice, family, table));
  const forTcp = choices[reaches.indexOf("tcp")];
  const refuse = (what: string, help: string): Diagnostic =>
    report("SB5010", rule.origin, { target, what }, { help });
  if (forTcp !== undefined) {
    const rest = forTcp.kind === "reject" ? "reject" : "drop";
    const help = `say what the others get: \`${written(forTcp)} else ${rest}\``;
    return refuse(`${names} for other packets than TCP`, help);
  }
  const withDrop = `\`${[...choices.map(written), "drop"].join(" else ")}\``;
  return table === "raw"
    ? refuse(
        `${names} at \`prerouting\`, which is before connection tracking`,
        `write ${withDrop}, or ${elsewhere}`,
      )
    : refuse(
        `${names} under IPv6`,
        `write ${withDrop}, or put \`family ipv4\` before the body of the chain`,
      );
}

function written(verdict: Verdict): string {
  if (verdict.kind !== "reject" || verdict.answer === "port-unreachable") return verdict.kind;
  return `reject with ${verdict.answer}`;
}

export function returnAfterOthers(rule: Rule): Diagnostic {
  const draws = rule.chance !== undefined || rule.rates.length > 0;
  const what = draws
    ? "`return` after another action on one draw"
    : "`return` after adding to a list that the rule itself tests";
  const help =
    "it takes a helper chain, which `return` would only leave; `jump` to a chain of your own that does it all and ends in a verdict, or end the rule without `return`";
  return report("SB5005", rule.origin, { target, what }, { help });
}

export function returnUnderSeveral(rule: Rule, { exceptions }: Conjunction): Diagnostic {
  const isNegation = exceptions.length > 0;
  const what = isNegation
    ? "the negation of several things where the rule ends in `return`"
    : "several interface lists at once where the rule ends in `return`";
  const help = isNegation
    ? "it takes a helper chain, which `return` would only leave; say the opposite: put the rules that follow into a chain of their own and `jump` there for what is negated here"
    : "make one interface list on the router that includes them, and name that one";
  return report("SB5006", rule.origin, { target, what }, { help });
}

export function returnOverLimit(rule: Rule): Diagnostic {
  const what = "`over` with a key where the rule ends in `return`";
  const help =
    "it takes a helper chain, which `return` would only leave; say the opposite: put the rules that follow into a chain of their own and `jump` there under `limit`";
  const origin = rule.rates.find(({ over, per }) => over && per.length > 0)?.origin;
  return report("SB5006", origin ?? rule.origin, { target, what }, { help });
}
