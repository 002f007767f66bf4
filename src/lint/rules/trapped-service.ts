import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { report } from "../../diagnostics/report.js";
import { isTerminal, type Rule, type Ruleset } from "../../ir/ruleset.js";
import type { Service } from "../../net/service.js";

/** Every rule is held against so many; generated policies have thousands of both. */
const mostTraps = 64;

/** SB4009: a rule for a service whose ports are all trapped before it. Told once for each way it is written. */
export function* trappedService(ruleset: Ruleset): Generator<Diagnostic> {
  for (const { rules } of ruleset.chains) {
    const traps: Rule[] = [];
    const told = new Set<string>();
    for (const rule of rules) {
      if (isTrap(rule)) {
        if (traps.length < mostTraps) traps.push(rule);
        continue;
      }
      const named = serviceOf(rule);
      if (named === undefined || told.has(named.written)) continue;
      const trap = traps.find(
        (one) =>
          rule.families.every((family) => one.families.includes(family)) &&
          isNewOnly(rule) &&
          covers(serviceOf(one)?.service ?? [], named.service),
      );
      if (trap === undefined) continue;
      told.add(named.written);
      const labels = [{ span: trap.origin, text: "trapped here" }];
      yield report("SB4009", rule.origin, { service: named.written }, { labels });
    }
  }
}

/** New connections to ports, all of them listed and turned away. */
function isTrap(rule: Rule): boolean {
  const { matchers, chance, rates, actions } = rule;
  return (
    chance === undefined &&
    rates.length === 0 &&
    isNewOnly(rule) &&
    matchers.every(({ kind }) => kind === "state" || kind === "service") &&
    serviceOf(rule) !== undefined &&
    actions.some(({ kind }) => kind === "add") &&
    actions.some((action) => isTerminal(action) && action.kind !== "jump")
  );
}

function isNewOnly({ matchers }: Rule): boolean {
  return matchers.some((matcher) => matcher.kind === "state" && matcher.states.join() === "new");
}

function serviceOf({
  matchers,
}: Rule): { readonly written: string; readonly service: Service } | undefined {
  const matcher = matchers.find(({ kind }) => kind === "service");
  return matcher?.kind === "service" && !matcher.negated ? matcher : undefined;
}

/** Whether all of a service's ports are among another's; ICMP types are not compared. */
function covers(all: Service, some: Service): boolean {
  return some.every(({ protocol, ports, types }) =>
    all.some((term) => {
      if (term.protocol !== protocol || types !== undefined || term.types !== undefined)
        return false;
      if (term.ports === undefined) return true;
      return ports?.every(({ first, last }) =>
        term.ports?.some((range) => range.first <= first && last <= range.last),
      );
    }),
  );
}
