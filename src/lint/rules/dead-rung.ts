import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { report } from "../../diagnostics/report.js";
import type { AddAction, Rule, Ruleset } from "../../ir/ruleset.js";
import { formatDuration } from "../../net/duration.js";
import { milliseconds } from "../../odds/climb.js";
import { memoryOf, slotKey } from "../../odds/memory.js";
import { chanceInWords } from "../../odds/words.js";

/** More tries in a second than anybody who guesses makes. */
const fastest = 10;

/** Who climbs less often than that, does not climb. */
const hardlyEver = 0.01;

interface Way {
  readonly add: AddAction;
  readonly timer: number;
  /** The chance that no rule of this step fires for a try. */
  stays: number;
}

/** SB4012: odds so small that even ten tries a second do not get beyond a rung before it is over. */
export function* deadRung(ruleset: Ruleset): Generator<Diagnostic> {
  const { slots } = memoryOf(ruleset);
  const rungs = new Set(slots.map(slotKey));
  const rules = ruleset.chains.flatMap((chain) => chain.rules);
  const timers = new Map<string, number>();
  for (const add of rules.flatMap(addsOf)) {
    const known = timers.get(slotKey(add)) ?? 0;
    timers.set(slotKey(add), Math.max(known, milliseconds(add.timeout)));
  }
  const ways = new Map<string, Way>();
  for (const rule of rules) {
    const chance = (rule.chance?.millionths ?? 1_000_000) / 1_000_000;
    for (const from of rungsOf(rule).filter((key) => rungs.has(key))) {
      for (const add of addsOf(rule)) {
        if (slotKey(add) === from) continue;
        const key = `${from} ${slotKey(add)}`;
        const way = ways.get(key) ?? { add, timer: timers.get(from) ?? Infinity, stays: 1 };
        ways.set(key, way);
        way.stays *= 1 - chance;
      }
    }
  }
  for (const [key, { add, timer, stays }] of ways) {
    const tries = (timer / 1000) * fastest;
    const climbs = 1 - stays ** tries;
    if (timer === Infinity || climbs >= hardlyEver) continue;
    const [, from = ""] = key.split(" ");
    yield report("SB4012", add.origin, {
      rung: from,
      held: formatDuration({ milliseconds: timer }),
      list: add.list,
      odds: chanceInWords({ low: 1 - stays, high: 1 - stays }),
    });
  }
}

function addsOf({ actions }: Rule): readonly AddAction[] {
  return actions.filter((action) => action.kind === "add");
}

function rungsOf({ matchers }: Rule): readonly string[] {
  return matchers.flatMap((matcher) =>
    matcher.kind === "address" && !matcher.negated && matcher.operand.kind === "list"
      ? [slotKey({ list: matcher.operand.list, side: matcher.side })]
      : [],
  );
}
