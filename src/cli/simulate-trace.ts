import type { Ruleset } from "../ir/ruleset.js";
import type { Step } from "../simulate/engine.js";
import { replay, type ReplayOptions } from "../simulate/replay.js";
import type { Host as Address } from "../trace/addresses.js";
import { type ExitCode, exitCode } from "./exit-code.js";
import type { Host } from "./host.js";
import { openTrace, type TraceChoice } from "./open-trace.js";
import { documentPieces, reportLines } from "./show-simulation.js";
import { wayHeading, wayLines } from "./show-way.js";
import { inChunks, printChunks } from "./tell.js";

export interface TraceOptions extends TraceChoice {
  /** Show the way of this source's packets, and no report. */
  readonly why: Address | undefined;
  readonly json: boolean;
  readonly replay: Omit<ReplayOptions, "watch">;
}

/** Plays a trace, which is never held whole, and reports. */
export function simulateTrace(host: Host, ruleset: Ruleset, options: TraceOptions): ExitCode {
  const { why } = options;
  let steps: Step[] = [];
  const watch = why && ((step: Step): unknown => steps.push(step));
  const world = replay(ruleset, { ...options.replay, watch });
  const opened = openTrace(host, ruleset, options, world.packets);
  if (typeof opened === "number") return opened;
  const { items, remarks } = opened;
  if (why !== undefined) printChunks(host, inChunks(wayHeading(why, options.replay)));
  for (const item of items) {
    if (item.kind !== "packet" || remarks.isFatal()) continue;
    const passages = world.play(item.packet);
    if (why?.address === item.packet.source) {
      printChunks(host, inChunks(wayLines(item.packet, passages, steps)));
    }
    steps = [];
  }
  remarks.tell(host);
  if (remarks.isFatal()) return exitCode.failed;
  if (why === undefined) {
    const pieces = options.json
      ? documentPieces(world, options.replay.runs)
      : inChunks(reportLines(world, options.replay));
    printChunks(host, pieces);
  }
  return exitCode.well;
}
