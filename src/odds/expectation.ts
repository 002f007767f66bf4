import type { ExpectStatement } from "../ast/expect-nodes.js";
import type { Service } from "../net/service.js";
import type { Climb, Obstacle } from "./climb.js";
import { exactly, type Interval } from "./interval.js";
import { chanceOf } from "./figure.js";
import { efforts, type Figure } from "./odds.js";
import { type Gate, isObstacle, strangersFor } from "./stranger.js";

/** Whether an expectation holds, and the figure that says so. */
export interface Judgement {
  readonly statement: ExpectStatement;
  readonly verdict: "met" | "missed" | "undecided";
  readonly figure: Figure | Obstacle;
}

/** What is as good as equal: figures are sums of many rounded products. */
const slack = 1e-12;

/** Judges one expectation; where the policy tells the ports of a service apart, by the port that does worst. */
export function judge(gate: Gate, statement: ExpectStatement, service: Service): Judgement {
  const judged = strangersFor(gate, service).map(({ climb }) => judgeClimb(statement, climb));
  const worst = judged.reduce<Judgement | undefined>(
    (worst, each) => (worst === undefined || isWorse(each, worst) ? each : worst),
    undefined,
  );
  return worst ?? { statement, verdict: verdictOn(statement, exactly(0)), figure: nobody };
}

/** With as much effort as it takes to decide. */
function judgeClimb(statement: ExpectStatement, climb: Climb | Obstacle): Judgement {
  if (isObstacle(climb)) return { statement, verdict: "undecided", figure: climb };
  let judgement: Judgement | undefined;
  for (const effort of efforts) {
    const figure = chanceOf(climb, statement.schedule, statement.bound, effort);
    judgement = { statement, verdict: verdictOn(statement, figure.chance), figure };
    if (judgement.verdict !== "undecided") break;
  }
  return judgement ?? { statement, verdict: "undecided", figure: nobody };
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
  if ("why" in one.figure || "why" in other.figure) return false;
  const less = one.figure.chance.low < other.figure.chance.low;
  return one.statement.bound.relation === ">=" ? less : !less;
}
