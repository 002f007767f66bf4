import type { ExpectStatement } from "../ast/expect-nodes.js";
import type { Service } from "../net/service.js";
import type { Obstacle } from "./climb.js";
import { exactly, type Interval } from "./interval.js";
import { efforts, type Figure } from "./odds.js";
import { strangerChance } from "./stranger-odds.js";
import { type Gate, isObstacle, type Stranger, strangersFor } from "./stranger.js";

/** Whether an expectation holds, and the figure that says so. */
export interface Judgement {
  readonly statement: ExpectStatement;
  readonly verdict: "met" | "missed" | "undecided";
  readonly figure: Figure;
  /** Why the policy had to be played. */
  readonly obstacle: Obstacle | undefined;
}

/** What is as good as equal: figures are sums of many rounded products. */
const slack = 1e-12;

/** Judges one expectation; where the policy tells the ports of a service apart, by the port that does worst. */
export function judge(gate: Gate, statement: ExpectStatement, service: Service): Judgement {
  const judged = strangersFor(gate, service).map((stranger) =>
    judgeStranger(gate, statement, stranger),
  );
  const worst = judged.reduce<Judgement | undefined>(
    (worst, each) => (worst === undefined || isWorse(each, worst) ? each : worst),
    undefined,
  );
  return (
    worst ?? {
      statement,
      verdict: verdictOn(statement, exactly(0)),
      figure: nobody,
      obstacle: undefined,
    }
  );
}

/** With as much effort as it takes to decide. */
function judgeStranger(gate: Gate, statement: ExpectStatement, stranger: Stranger): Judgement {
  const { schedule, bound } = statement;
  const { climb } = stranger;
  const obstacle = isObstacle(climb) ? climb : undefined;
  let figure = nobody;
  let verdict: Judgement["verdict"] = "undecided";
  for (const effort of efforts) {
    figure = strangerChance(gate, stranger, schedule, bound, effort);
    verdict = verdictOn(statement, figure.chance);
    if (verdict !== "undecided") break;
  }
  return { statement, verdict, figure, obstacle };
}

const nobody: Figure = { chance: exactly(0), method: "exact chain", faster: undefined };

function verdictOn({ bound }: ExpectStatement, { low, high }: Interval): Judgement["verdict"] {
  const wanted = bound.chance.millionths / 1_000_000;
  if (bound.relation === ">=") {
    return low >= wanted - slack ? "met" : high < wanted - slack ? "missed" : "undecided";
  }
  return high <= wanted + slack ? "met" : low > wanted + slack ? "missed" : "undecided";
}

const badness: Readonly<Record<Judgement["verdict"], number>> = { met: 0, undecided: 1, missed: 2 };

function isWorse(one: Judgement, other: Judgement): boolean {
  if (one.verdict !== other.verdict) return badness[one.verdict] > badness[other.verdict];
  const less = one.figure.chance.low < other.figure.chance.low;
  return one.statement.bound.relation === ">=" ? less : !less;
}
