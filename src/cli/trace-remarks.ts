import type { Interface } from "../ir/ruleset.js";
import { wrongTraceLine } from "../trace/diagnose-trace.js";
import type { TraceFormat, TraceItem } from "../trace/read-trace.js";
import type { Host } from "./host.js";
import { tellDiagnostics } from "./tell.js";

/** What there is to say about a trace when it is read. */
export interface TraceRemarks {
  note(item: TraceItem): void;
  /** Whether the trace is of our own form and wrong: then what it shows would be, too. */
  isFatal(): boolean;
  tell(host: Host): void;
}

type WrongItem = Extract<TraceItem, { kind: "wrong" }>;

/** That many wrong lines are shown; more are only counted. */
const mostShown = 3;

export function traceRemarks(
  name: string,
  format: TraceFormat,
  interfaces: readonly Interface[],
): TraceRemarks {
  const shown: WrongItem[] = [];
  const known = new Set(interfaces.map((nic) => nic.name));
  const unknown = new Set<string>();
  let wrong = 0;
  let late = 0;
  let packets = 0;
  const isOurs = format === "csv";
  return {
    note: (item) => {
      if (item.kind === "wrong") {
        wrong++;
        if (shown.length < mostShown) shown.push(item);
        return;
      }
      if (item.kind === "login") return;
      packets++;
      if (item.isLate) late++;
      const { in: inward } = item.packet;
      if (inward !== undefined && !known.has(inward) && unknown.size < mostShown)
        unknown.add(inward);
    },
    isFatal: () => isOurs && wrong > 0,
    tell: (host) => {
      const say = (text: string): void => void host.stderr.write(`sinbinc: ${text}\n`);
      if (isOurs) {
        tellDiagnostics(
          host,
          shown.map((item) => wrongTraceLine(name, item)),
          () => name,
        );
        if (wrong > shown.length) say(`${wrong} lines of ${name} are wrong; these are the first`);
      } else if (wrong > 0) {
        say(
          `${wrong} ${wrong === 1 ? "line" : "lines"} of ${name} could not be read and ${wrong === 1 ? "was" : "were"} left out`,
        );
        for (const { line, start, text, why } of shown) {
          host.stderr.write(`  ${name}:${line}:${start + 1}: ${why}\n    | ${printable(text)}\n`);
        }
      }
      if (late > 0)
        say(
          `${late} packets of ${name} were out of order, and were taken for as late as the one before`,
        );
      if (unknown.size > 0)
        say(`no rule of the policy asks for the interface ${[...unknown].join(", ")} of ${name}`);
      if (packets === 0 && wrong === 0) say(`there are no packets in ${name}`);
    },
  };
}

/** A line of a log may hold anything, also what a terminal would obey. */
function printable(text: string): string {
  return text.slice(0, 200).replace(/\p{C}/gu, "\uFFFD");
}
