import type { Interval } from "../odds/interval.js";
import { obstacleInWords } from "../odds/obstacle.js";
import { textOf } from "../odds/print-trace.js";
import type { TracedReport, TraceOdds } from "../odds/trace-odds.js";
import { type TraceSummary, traceSummary } from "../odds/trace-summary.js";
import { jsonElements } from "./json-elements.js";

/** `odds --trace --json`; its shape is in `schemas.ts`. */
export interface TraceOddsDocument {
  readonly policy: string;
  readonly method: TraceSummary["method"];
  /** Why the trace was played. */
  readonly obstacle: string | null;
  readonly packets: number;
  readonly connections: number;
  /** Expected numbers of sources banned, and of packets that bins drop. */
  readonly expected: { readonly banned: number; readonly dropped: number };
  readonly sources: readonly SourceDocument[];
}

interface SourceDocument {
  readonly address: string;
  readonly packets: number;
  readonly connections: number;
  readonly logins: number;
  readonly banned: Interval;
  readonly bans: number;
  /** The connection that bans, on average; null where there is never a ban. */
  readonly after: number | null;
  readonly dropped: number;
}

/** The document, a source at a time: there may be a million of them. */
export function* traceDocumentPieces(policy: string, odds: TraceOdds): Generator<string> {
  const { method, obstacle, packets, connections, banned, dropped } = traceSummary(odds);
  const head: Omit<TraceOddsDocument, "sources"> = {
    policy,
    method,
    obstacle: obstacle === undefined ? null : obstacleInWords(obstacle),
    packets,
    connections,
    expected: { banned, dropped },
  };
  yield `${JSON.stringify(head, undefined, 2).slice(0, -2)},\n  "sources": [`;
  yield* jsonElements(odds.sources(), sourceDocument);
  yield "]\n}\n";
}

function sourceDocument(source: TracedReport): SourceDocument {
  const { packets, connections, logins, banned, bans, after, dropped } = source;
  return {
    address: textOf(source),
    packets,
    connections,
    logins,
    banned,
    bans,
    after: after ?? null,
    dropped,
  };
}
