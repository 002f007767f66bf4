import type { BinItem, LadderStatement, ServiceReference } from "../ast/nodes.js";
import type { Symbols } from "../check/symbols.js";
import { formatService } from "../net/service.js";
import { originOf } from "../source/source-file.js";
import { describeTimeout, inWords } from "./describe-rule.js";
import { climbersOf, meaningOf, stepsOf } from "./ladder-odds.js";
import { table } from "./table.js";

/** A ladder in words: who is looked at, who climbs with what odds, and what the bin is. */
export function* describeLadder(symbols: Symbols, ladder: LadderStatement): Generator<string> {
  yield `Ladder ${ladder.name.text} (${originOf(ladder.span)})`;
  yield* indented(whoIsSpared(ladder));
  const bin = ladder.items.find((item) => item.kind === "bin");
  if (bin !== undefined) yield* indented(inTheBin(bin));
  yield* indented(trapped(symbols, ladder));
  yield* climbing(symbols, ladder);
}

function* indented(sentences: Iterable<string>): Generator<string> {
  for (const sentence of sentences) yield `  ${sentence}`;
}

function* whoIsSpared({ items }: LadderStatement): Generator<string> {
  const lists = items.flatMap((item) =>
    item.kind === "exempt" ? item.lists.map((list) => list.text) : [],
  );
  if (lists.length > 0) yield `Sources on ${inWords(lists, "or")} are never looked at.`;
  const ignored = items.flatMap((item) => (item.kind === "ignore" ? item.services : []));
  if (ignored.length > 0) {
    yield `Connections to ${inWords(ignored.map(writtenAs), "or")} never count.`;
  }
}

function* inTheBin({ bin, action, log, span }: BinItem): Generator<string> {
  const what =
    action?.kind === "jump"
      ? `goes through ${action.chain.text}`
      : action?.kind === "accept"
        ? "has every packet accepted"
        : "has every packet dropped without an answer";
  yield `A source in the bin, the list ${bin.list.text}, ${what} (${originOf(span)}).`;
  if (log !== undefined) yield `When a source is put there, that is logged as "${log.text}".`;
}

function* trapped(symbols: Symbols, { items }: LadderStatement): Generator<string> {
  const services = items.flatMap((item) => (item.kind === "trap" ? item.services : []));
  if (services.length === 0) return;
  const names = services.map((reference) => {
    const literal = formatService(meaningOf(symbols, reference));
    const written = writtenAs(reference);
    return written === literal ? literal : `${written} (${literal})`;
  });
  yield `One touch of ${inWords(names, "or")} puts a source straight into the bin, which acts on that packet at once.`;
}

function writtenAs(reference: ServiceReference): string {
  return reference.kind === "term" ? formatService([reference.term]) : reference.text;
}

function* climbing(symbols: Symbols, ladder: LadderStatement): Generator<string> {
  const climbers = climbersOf(symbols, ladder);
  if (climbers.length === 0) return;
  const steps = stepsOf(ladder);
  yield "";
  yield "  Every new connection is a draw; with these odds its source climbs one step:";
  yield "";
  const head = ["", ...climbers.map(({ who }) => who), "is remembered"];
  const rows = steps.map(({ list }, index) => {
    const below = steps[index - 1];
    const step = below === undefined ? `to ${list.text}` : `${below.list.text} to ${list.text}`;
    const timeout = symbols.lists.get(list.text)?.timeout;
    const own = steps[index]?.timeout?.timeout ?? timeout ?? "forever";
    return [step, ...climbers.map((climber) => climber.steps[index] ?? ""), describeTimeout(own)];
  });
  yield* indented(indented(table([head, ...rows])));
  yield "";
  for (const { sum } of climbers) if (sum !== undefined) yield `  ${sum}.`;
  const fewest = steps.length;
  yield fewest === 1
    ? "  One connection can be enough for the bin."
    : `  It takes ${String(fewest)} connections at the least to get into the bin, each while the step before is remembered.`;
  yield "  A list forgets an address when its time is over, counted from when it was last put there.";
  yield "  The connection that tips a source into the bin still goes on; the next packet meets the bin.";
}
