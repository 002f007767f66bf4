import type { LadderStatement, OddsItem, Rung, ServiceReference } from "../ast/nodes.js";
import { serviceNamed, type Symbols } from "../check/symbols.js";
import { type Chance, formatChance } from "../net/chance.js";
import { formatService, type Service, service } from "../net/service.js";

/** What one kind of connection climbs with. */
export interface Climber {
  /** `ssh`, or `anything else` for the connections without a row of their own. */
  readonly who: string;
  /** The chance of each step, rung by rung and the bin last, all rows that draw for it together. */
  readonly steps: readonly string[];
  /** The rows that draw, when there are several, and their sum for the first step. */
  readonly sum: string | undefined;
}

interface Row {
  readonly item: OddsItem;
  readonly kind: "any" | "other" | "service";
  readonly service: Service;
  readonly written: string;
}

/** The rungs of a ladder, lowest first, and its bin. */
export function stepsOf(ladder: LadderStatement): readonly Rung[] {
  return [
    ...ladder.items.flatMap((item) => (item.kind === "rungs" ? item.rungs : [])),
    ...ladder.items.flatMap((item) => (item.kind === "bin" ? [item.bin] : [])),
  ];
}

/** Who climbs, and with what odds: rows are independent draws, so their chances combine. */
export function climbersOf(symbols: Symbols, ladder: LadderStatement): readonly Climber[] {
  const places = stepsOf(ladder).length;
  const rows = ladder.items.flatMap((item) => (item.kind === "odds" ? [rowOf(symbols, item)] : []));
  const climbers: Climber[] = [];
  const seen = new Set<string>();
  for (const row of rows) {
    const key = row.kind === "service" ? formatService(row.service) : "";
    if (seen.has(key)) continue;
    seen.add(key);
    const drawn = rows.filter((other) => drawsFor(other, row));
    const who = row.kind === "service" ? row.written : nameOfRest(rows);
    climbers.push(climber(who, drawn, places));
  }
  return climbers;
}

function nameOfRest(rows: readonly Row[]): string {
  return rows.some(({ kind }) => kind === "service") ? "anything else" : "anything";
}

function climber(who: string, rows: readonly Row[], places: number): Climber {
  const steps = Array.from({ length: places }, (_, place) => together(chancesAt(rows, place)));
  if (rows.length < 2) return { who, steps, sum: undefined };
  const names = rows.map((row) => row.written).join(" and ");
  const failures = chancesAt(rows, 0).map((chance) => `(1 - ${formatChance(chance)})`);
  const sum = `${who} draws by the rows ${names}: 1 - ${failures.join(" × ")} = ${steps[0] ?? ""} at the first step`;
  return { who, steps, sum };
}

function chancesAt(rows: readonly Row[], place: number): readonly Chance[] {
  return rows.flatMap(({ item: { chances } }) => {
    const found = chances.length === 1 ? chances[0] : chances[place];
    return found === undefined ? [] : [found.chance];
  });
}

/** The chance that one of some independent draws succeeds, to a hundredth of a percent. */
function together(chances: readonly Chance[]): string {
  const [only] = chances;
  if (only !== undefined && chances.length === 1) return formatChance(only);
  const failure = chances.reduce((left, { millionths }) => left * (1 - millionths / 1_000_000), 1);
  return `${String(Math.round((1 - failure) * 10_000) / 100)}%`;
}

function rowOf(symbols: Symbols, item: OddsItem): Row {
  const { subject } = item;
  switch (subject.kind) {
    case "any":
    case "other":
      return { item, kind: subject.kind, service: [], written: subject.kind };
    case "name":
    case "term": {
      const terms = meaningOf(symbols, subject);
      const written = subject.kind === "name" ? subject.text : formatService(terms);
      return { item, kind: "service", service: terms, written };
    }
  }
}

export function meaningOf(symbols: Symbols, reference: ServiceReference): Service {
  if (reference.kind === "term") return service([reference.term]);
  return serviceNamed(symbols, reference.text) ?? [];
}

/** Whether a row draws for every connection that another row is about. */
function drawsFor(row: Row, subject: Row): boolean {
  switch (row.kind) {
    case "any":
      return true;
    case "other":
      return subject.kind !== "service";
    case "service":
      return subject.kind === "service" && covers(row.service, subject.service);
  }
}

function covers(wide: Service, narrow: Service): boolean {
  return narrow.every((part) =>
    wide.some((whole) => {
      if (whole.protocol !== part.protocol) return false;
      if (whole.ports === undefined) return true;
      return (
        part.ports?.every(({ first, last }) =>
          whole.ports?.some((range) => range.first <= first && last <= range.last),
        ) ?? false
      );
    }),
  );
}
