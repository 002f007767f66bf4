import type { Ruleset } from "../ir/ruleset.js";
import { linesOf } from "../source/lines-of.js";
import { interfacesOf } from "../target/device-interfaces.js";
import type { InterfaceNames } from "../trace/line-reader.js";
import { readTrace, type TraceFormat, type TraceItem } from "../trace/read-trace.js";
import { type ExitCode, exitCode } from "./exit-code.js";
import type { Attempt, Host } from "./host.js";
import { progressOn } from "./progress.js";
import { shownPath } from "./read-policy.js";
import { tellTrouble } from "./tell.js";
import { type TraceRemarks, traceRemarks } from "./trace-remarks.js";

/** Which trace. */
export interface TraceChoice {
  readonly trace: string;
  /** Undefined to see from the trace what it is. */
  readonly format: TraceFormat | undefined;
}

/** A trace that is read while it is iterated, with what there is to say about it. */
export interface OpenTrace {
  readonly items: Iterable<TraceItem>;
  readonly remarks: TraceRemarks;
}

/** @param packets how many are done @returns the exit code when there is no going on */
export function openTrace(
  host: Host,
  ruleset: Ruleset,
  { trace, format }: TraceChoice,
  packets: () => number,
): OpenTrace | ExitCode {
  const progress = progressOn(host);
  const pieces = countedPieces(host, trace, (share) => {
    progress.show(share, `${packets().toLocaleString("en")} packets`);
  });
  if (!pieces.ok) {
    tellTrouble(host, pieces.why);
    return exitCode.trouble;
  }
  const read = readTrace(linesOf(pieces.value), format, policyNames(ruleset));
  if (read === undefined) {
    const way = "say what it is with --trace-format, or give it the header t,src,proto,dport";
    tellTrouble(host, `${shownPath(trace)} is no trace that is known here; ${way}`);
    return exitCode.failed;
  }
  const remarks = traceRemarks(shownPath(trace), read.format, interfacesOf(ruleset));
  return {
    remarks,
    items: (function* () {
      for (const item of read.items) {
        remarks.note(item);
        yield item;
      }
      progress.end();
    })(),
  };
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
