import type { ExpectStatement } from "../ast/expect-nodes.js";
import type { LadderStatement, OddsItem, ServiceReference } from "../ast/nodes.js";
import { serviceNamed, type Symbols } from "../check/symbols.js";
import type { Service } from "../net/service.js";
import { matchService } from "../odds/match-subject.js";
import { type Gate, strangersFor } from "../odds/stranger.js";
import type { Subject } from "../odds/subject.js";
import type { Goal } from "./goal.js";

/** What each expectation asks of a ladder; a service whose ports the policy tells apart asks once for each kind. */
export function goalsOf(
  symbols: Symbols,
  gate: Gate,
  ladder: LadderStatement,
  statements: readonly ExpectStatement[],
): readonly Goal[] {
  return statements.flatMap((statement) =>
    strangersFor(gate, meaningOf(symbols, [statement.service])).map(({ subject }) =>
      goalOf(symbols, ladder, statement, subject),
    ),
  );
}

function goalOf(
  symbols: Symbols,
  { items }: LadderStatement,
  statement: ExpectStatement,
  { packet }: Subject,
): Goal {
  const isAmong = (services: readonly ServiceReference[]): boolean =>
    matchService(packet, meaningOf(symbols, services));
  if (items.some((item) => item.kind === "ignore" && isAmong(item.services))) {
    return { statement, rows: undefined, fixed: 0 };
  }
  if (items.some((item) => item.kind === "trap" && isAmong(item.services))) {
    return { statement, rows: undefined, fixed: 1 };
  }
  const rows = oddsRows(items);
  const isNamed = rows.some(({ subject }) => isService(subject) && isAmong([subject]));
  const drawn = [...rows.keys()].filter((index) => {
    const subject = rows[index]?.subject;
    if (subject === undefined) return false;
    if (isService(subject)) return isAmong([subject]);
    return subject.kind === "any" || !isNamed;
  });
  return drawn.length === 0
    ? { statement, rows: undefined, fixed: 0 }
    : { statement, rows: drawn, fixed: 0 };
}

export function oddsRows(items: LadderStatement["items"]): readonly OddsItem[] {
  return items.filter((item): item is OddsItem => item.kind === "odds");
}

function isService(subject: OddsItem["subject"]): subject is ServiceReference {
  return subject.kind === "name" || subject.kind === "term";
}

function meaningOf(symbols: Symbols, references: readonly ServiceReference[]): Service {
  return references.flatMap((reference) =>
    reference.kind === "term" ? [reference.term] : (serviceNamed(symbols, reference.text) ?? []),
  );
}
