import type { Ruleset } from "../ir/ruleset.js";
import type { Step } from "../simulate/engine.js";
import { replay, type ReplayOptions } from "../simulate/replay.js";
import { linesOf } from "../source/lines-of.js";
import { interfacesOf } from "../target/device-interfaces.js";
import type { Host as Address } from "../trace/addresses.js";
import type { InterfaceNames } from "../trace/line-reader.js";
import { readTrace, type TraceFormat } from "../trace/read-trace.js";
import { type ExitCode, exitCode } from "./exit-code.js";
import type { Attempt, Host } from "./host.js";
import { progressOn } from "./progress.js";
import { shownPath } from "./read-policy.js";
import { documentPieces, reportLines } from "./show-simulation.js";
import { wayHeading, wayLines } from "./show-way.js";
import { inChunks, printChunks, tellTrouble } from "./tell.js";
import { traceRemarks } from "./trace-remarks.js";

export interface TraceOptions {
  readonly trace: string;
  /** Undefined to see from the trace what it is. */
  readonly format: TraceFormat | undefined;
  /** Show the way of this source's packets, and no report. */
  readonly why: Address | undefined;
  readonly json: boolean;
  readonly replay: Omit<ReplayOptions, "watch">;
}

/** Plays a trace, which is never held whole, and reports. */
export function simulateTrace(host: Host, ruleset: Ruleset, options: TraceOptions): ExitCode {
  const { trace, why } = options;
  let steps: Step[] = [];
  const watch = why && ((step: Step): unknown => steps.push(step));
  const world = replay(ruleset, { ...options.replay, watch });
  const progress = progressOn(host);
  const pieces = countedPieces(host, trace, (share) => {
    progress.show(share, `${world.packets().toLocaleString("en")} packets`);
  });
  if (!pieces.ok) {
    tellTrouble(host, pieces.why);
    return exitCode.trouble;
  }
  const read = readTrace(linesOf(pieces.value), options.format, policyNames(ruleset));
  if (read === undefined) {
    const way = "say what it is with --trace-format, or give it the header t,src,proto,dport";
    tellTrouble(host, `${shownPath(trace)} is no trace that is known here; ${way}`);
    return exitCode.failed;
  }
  const remarks = traceRemarks(shownPath(trace), read.format, interfacesOf(ruleset));
  if (why !== undefined) printChunks(host, inChunks(wayHeading(why, options.replay)));
  for (const item of read.items) {
    remarks.note(item);
    if (item.kind === "wrong" || remarks.isFatal()) continue;
    const passages = world.play(item.packet);
    if (why?.address === item.packet.source) {
      printChunks(host, inChunks(wayLines(item.packet, passages, steps)));
    }
    steps = [];
  }
  progress.end();
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

function countedPieces(
  host: Host,
  path: string,
  tell: (share: number | undefined) => void,
): Attempt<Iterable<string>> {
  const pieces = host.readPieces(path);
  if (!pieces.ok) return pieces;
  const size = host.sizeOf(path);
  let done = 0;
  return {
    ok: true,
    value: (function* () {
      for (const piece of pieces.value) {
        tell(size === undefined || size === 0 ? undefined : done / size);
        yield piece;
        done += piece.length;
      }
    })(),
  };
}

/** A log has a device's names of interfaces; whichever target the policy spells them for. */
function policyNames(ruleset: Ruleset): InterfaceNames {
  const names = new Map(
    interfacesOf(ruleset).flatMap(({ name, spellings }) =>
      spellings.flatMap((spelling) =>
        spelling.ofLists ? [] : spelling.names.map((own): [string, string] => [own, name]),
      ),
    ),
  );
  return (deviceName) => names.get(deviceName);
}
