import { printSchedule } from "../ast/print-nodes.js";
import type { Ruleset } from "../ir/ruleset.js";
import type { Interval } from "./interval.js";
import { obstacleInWords } from "./obstacle.js";
import { exampleOf, type Survey, surveyedTries } from "./survey.js";
import type { Survival } from "./survival.js";

/** A survey as JSON: chances from 0 to 1, times in seconds, null for what never comes. */
export interface SurveyReport {
  readonly policy: string;
  readonly rungs: readonly {
    readonly list: string;
    readonly seconds: readonly (number | null)[];
    readonly from: readonly string[];
    readonly bin: boolean;
  }[];
  readonly kinds: readonly {
    readonly services: readonly string[];
    readonly example: string;
    readonly obstacle: string | null;
    readonly paces: readonly PaceReport[];
  }[];
  readonly behaviours: readonly {
    readonly who: string;
    readonly what: string;
    readonly banned: Interval;
  }[];
}

interface PaceReport extends SurvivalReport {
  readonly pace: string;
  readonly method: string;
  readonly dropped: Interval;
  readonly faster: SurvivalReport | null;
}

interface SurvivalReport {
  readonly within: readonly { readonly tries: number; readonly banned: Interval }[];
  readonly expectedTries: CountReport;
  readonly tries99: CountReport;
}

/** Null is no bound. */
interface CountReport {
  readonly low: number | null;
  readonly high: number | null;
}

export function surveyReport({ policy }: Ruleset, survey: Survey): SurveyReport {
  return {
    policy,
    rungs: survey.rungs.map(({ list, timers, from, isBin }) => ({
      list,
      seconds: timers.map((timer) => finite(timer / 1000)),
      from,
      bin: isBin,
    })),
    kinds: survey.kinds.map((kind) => ({
      services: kind.names,
      example: exampleOf(kind),
      obstacle: kind.obstacle === undefined ? null : obstacleInWords(kind.obstacle),
      paces: kind.rows.map(({ pace, odds, dropped }) => ({
        pace: printSchedule(pace),
        method: odds.method,
        ...survivalReport(odds),
        dropped,
        faster: odds.faster === undefined ? null : survivalReport(odds.faster),
      })),
    })),
    behaviours: survey.behaviours.map(({ behaviour: { who, what }, banned }) => ({
      who,
      what,
      banned,
    })),
  };
}

function survivalReport({ within, tries, tries99 }: Survival): SurvivalReport {
  return {
    within: surveyedTries.map((count, index) => ({
      tries: count,
      banned: within[index] ?? { low: 0, high: 1 },
    })),
    expectedTries: countReport(tries),
    tries99: countReport(tries99),
  };
}

function countReport({ low, high }: Interval): CountReport {
  return { low: finite(low), high: finite(high) };
}

function finite(number: number): number | null {
  return number === Infinity ? null : number;
}
