import { table } from "../explain/table.js";
import { formatAddress } from "../net/address.js";
import type { Replay, ReplayOptions, RuleReport, SourceReport } from "../simulate/replay.js";
import type { Address } from "../simulate/packet.js";
import { positionOf } from "../source/source-file.js";
import { jsonElements } from "./json-elements.js";

/** `simulate --json`; its shape is in `schemas.ts`. */
export interface SimulationDocument {
  readonly runs: number;
  readonly sources: readonly {
    readonly address: string;
    /** List → share of the runs in which the source was ever in it. */
    readonly ever: Readonly<Record<string, number>>;
    /** Packets, as the mean of the runs. */
    readonly dropped: number;
    readonly passed: number;
  }[];
  readonly rules: readonly { readonly origin: string; readonly hits: number }[];
}

/** The document, a source at a time: there may be a million of them. */
export function* documentPieces(world: Replay, runs: number): Generator<string> {
  yield `{\n  "runs": ${runs},\n  "sources": [`;
  yield* jsonElements(world.sources(), ({ address, ...rest }) => ({
    address: textOf(address),
    ...rest,
  }));
  yield `],\n  "rules": [`;
  yield* jsonElements(world.rules(), ({ origin, hits }) => ({ origin, hits }));
  yield "]\n}\n";
}

/** So many sources are shown to people; programs get all. */
const mostSources = 40;

export function* reportLines(
  world: Replay,
  { runs, seed }: Pick<ReplayOptions, "runs" | "seed">,
): Generator<string> {
  const { shown, count } = worst(world.sources());
  const runText = runs === 1 ? "1 run" : `the mean of ${runs} runs`;
  yield `${counted(world.packets(), "packet")} from ${counted(count, "source")}; ${runText}, seed ${seed}`;
  const lists = Object.keys(shown[0]?.ever ?? {});
  if (shown.length > 0) {
    yield "";
    yield* table([
      ["source", "dropped", "passed", ...lists.map((list) => `in ${list}`)],
      ...shown.map(({ address, dropped, passed, ever }) => [
        textOf(address),
        number(dropped),
        number(passed),
        ...lists.map((list) => share(ever[list] ?? 0)),
      ]),
    ]);
    if (count > shown.length)
      yield `… and ${counted(count - shown.length, "source")} more; --json has all`;
  }
  const fired = world.rules().filter(({ hits }) => hits > 0);
  if (fired.length === 0) return;
  yield "";
  yield* table([
    ["rule", "hits", ""],
    ...fired.map((rule) => [rule.origin, number(rule.hits), ruleText(rule)]),
  ]);
}

/** Who lost most packets, then who was most surely listed, then who sent most. */
function worst(sources: Iterable<SourceReport>): {
  readonly shown: readonly SourceReport[];
  readonly count: number;
} {
  let shown: SourceReport[] = [];
  let count = 0;
  for (const source of sources) {
    count++;
    shown.push(source);
    if (shown.length >= 50 * mostSources) shown = shown.sort(order).slice(0, mostSources);
  }
  return { shown: shown.sort(order).slice(0, mostSources), count };
}

function order(a: SourceReport, b: SourceReport): number {
  const listed = ({ ever }: SourceReport): number =>
    Object.values(ever).reduce((sum, one) => sum + one, 0);
  return b.dropped - a.dropped || listed(b) - listed(a) || b.passed - a.passed;
}

/** The rule as it is written, its first line. */
function ruleText({ span }: RuleReport): string {
  const line = span.file.lines.lineText(positionOf(span).line);
  const text = span.file.text.slice(span.start, Math.min(span.end, span.start + line.length));
  return text.split("\n", 1)[0]?.slice(0, 60) ?? "";
}

function textOf(address: Address): string {
  return formatAddress(typeof address === "number" ? "ipv4" : "ipv6", address);
}

function counted(count: number, what: string): string {
  return `${count.toLocaleString("en")} ${what}${count === 1 ? "" : "s"}`;
}

function number(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toFixed(2);
}

function share(value: number): string {
  return value === 0 ? "-" : `${Number((100 * value).toFixed(1))} %`;
}
