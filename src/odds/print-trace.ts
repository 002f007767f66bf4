import { formatAddress } from "../net/address.js";
import { aligned } from "./aligned.js";
import { obstacleInWords } from "./obstacle.js";
import type { TracedReport } from "./trace-odds.js";
import type { TraceSummary } from "./trace-summary.js";
import { chanceInWords } from "./words.js";

/** The odds of a trace for people to read. */
export function* printTrace(summary: TraceSummary): Generator<string> {
  const { loggedIn, others, obstacle } = summary;
  yield* totals(summary);
  if (obstacle !== undefined) yield obstacleInWords(obstacle);
  if (loggedIn.count > 0) {
    yield "";
    yield "Who logged in, too";
    yield* ranked(loggedIn);
  }
  if (others.count > 0) {
    yield "";
    yield loggedIn.count > 0 ? "Everybody else" : "Sources";
    yield* ranked(others);
  }
  if (summary.sources === 0) return;
  yield "";
  yield `"Banned" is the chance to be banned at all, "after" the connection that bans, on average; "bans" counts those`;
  yield `who come again, "dropped" the packets that a bin turns away, both on average.`;
  yield obstacle === undefined
    ? "Worked out, not sampled; where ± stands, between a model that bans sooner and one that bans later."
    : "Monte Carlo: played with random draws; ± is the 99% confidence interval.";
}

function* totals(summary: TraceSummary): Generator<string> {
  const { sources, packets, connections, banned, dropped, method } = summary;
  yield `${counted(packets, "packet")}, ${counted(connections, "new connection")}, ${counted(sources, "source")}; ${method}`;
  if (sources === 0) return;
  const share = (part: number, whole: number): string =>
    `${((100 * part) / Math.max(1, whole)).toFixed(1)}%`;
  yield `expected: ${decimal(banned)} sources banned (${share(banned, sources)}), ${decimal(dropped)} packets dropped (${share(dropped, packets)})`;
}

function* ranked({ shown, count }: TraceSummary["others"]): Generator<string> {
  const head = ["  source", "logins", "connections", "banned", "after", "bans", "dropped"];
  const rows = shown.map((source) => [`  ${textOf(source)}`, ...traceCells(source)]);
  yield* aligned([head, ...rows], [1, 2, 3, 4, 5, 6]);
  if (count > shown.length) {
    yield `  … and ${counted(count - shown.length, "source")} more; --json has all`;
  }
}

/** Logins, connections, the chance of a ban, the connection that bans, bans, packets dropped. */
export function traceCells(source: TracedReport): readonly string[] {
  const { logins, connections, banned, after, bans, dropped } = source;
  return [
    logins === 0 ? "-" : String(logins),
    String(connections),
    chanceInWords(banned),
    after === undefined ? "-" : decimal(after),
    decimal(bans),
    decimal(dropped),
  ];
}

export function textOf({ address }: TracedReport): string {
  return formatAddress(typeof address === "number" ? "ipv4" : "ipv6", address);
}

export function counted(count: number, what: string): string {
  return `${count.toLocaleString("en")} ${what}${count === 1 ? "" : "s"}`;
}

export function decimal(value: number): string {
  return value === 0 ? "0" : value < 0.005 ? "< 0.01" : value.toFixed(2);
}
