import { printExpectation } from "../ast/print-nodes.js";
import type { Judgement } from "../odds/expectation.js";
import type { Interval } from "../odds/interval.js";
import { judgementInWords, judgementRemark } from "../odds/judgement-words.js";
import { obstacleInWords } from "../odds/obstacle.js";
import { originOf, positionOf, type SourceFile } from "../source/source-file.js";

/** `test --json`: chances from 0 to 1. */
export interface TestReport {
  readonly expectations: readonly ExpectationReport[];
}

export interface ExpectationReport {
  readonly file: string;
  readonly line: number;
  readonly title: string;
  readonly expectation: string;
  readonly verdict: Judgement["verdict"];
  readonly relation: ">=" | "<=";
  readonly expected: number;
  readonly banned: Interval;
  readonly method: string;
  /** For whoever is a hair faster than a period that divides a timeout. */
  readonly faster: Interval | null;
  /** Why the figure comes from playing the policy. */
  readonly obstacle: string | null;
}

export function expectationReport(
  judgement: Judgement,
  nameOf: (file: SourceFile) => string,
): ExpectationReport {
  const { statement, verdict, figure, obstacle } = judgement;
  return {
    file: nameOf(statement.span.file),
    line: positionOf(statement.span).line,
    title: statement.title.text,
    expectation: printExpectation(statement),
    verdict,
    relation: statement.bound.relation,
    expected: statement.bound.chance.millionths / 1_000_000,
    banned: figure.chance,
    method: figure.method,
    faster: figure.faster ?? null,
    obstacle: obstacle === undefined ? null : obstacleInWords(obstacle),
  };
}

/** Test Anything Protocol, version 14 (https://testanything.org). */
export function* tap(judgements: readonly Judgement[]): Generator<string> {
  yield "TAP version 14";
  yield `1..${String(judgements.length)}`;
  for (const [index, judgement] of judgements.entries()) {
    const { statement, verdict } = judgement;
    const result = verdict === "met" ? "ok" : "not ok";
    yield `${result} ${String(index + 1)} - ${described(statement.title.text)}`;
    yield `  # ${printExpectation(statement)} (${originOf(statement.span)})`;
    yield `  # ${judgementInWords(judgement)}`;
    const remark = judgementRemark(judgement);
    if (remark !== undefined) yield `  # ${remark}`;
  }
}

/** A description ends at the line, and `#` would begin a directive. */
function described(title: string): string {
  return title.replace(/[\\#]/gu, "\\$&").replace(/\s+/gu, " ");
}
