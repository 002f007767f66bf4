import type { Address, TravellingPacket } from "../simulate/packet.js";
import { csvReader, isCsvHeader } from "./csv.js";
import { kernelLogReader } from "./kernel-log.js";
import type { InterfaceNames, LineReader, WrongLine } from "./line-reader.js";
import { routerosLogReader } from "./routeros-log.js";
import { sshdReader } from "./sshd.js";

/** Where a trace comes from, as the command line names it. */
export type TraceFormat = (typeof traceFormats)[number];

export const traceFormats = ["csv", "sshd", "kernel", "routeros"] as const;

/** A packet of a trace, or a line that is none and should be one. */
export type TraceItem =
  | {
      readonly kind: "packet";
      readonly line: number;
      readonly packet: TravellingPacket;
      /** It was earlier than the one before, and was taken for as late as that. */
      readonly isLate: boolean;
    }
  /** The source of a packet before was let in, by whoever wrote the log. */
  | { readonly kind: "login"; readonly source: Address }
  | (WrongLine & { readonly line: number; readonly text: string });

/** How many lines are looked at to see what a trace is. */
const sampleLength = 1000;

/**
 * Reads a trace line by line, in the order of time. A log is taken as it is, with its small disorders; our own form
 * is to be in order. Times of a log count from its first packet.
 * @param format undefined to see from the lines what it is
 * @returns undefined when that cannot be seen
 */
export function readTrace(
  lines: Iterable<string>,
  format: TraceFormat | undefined,
  interfaceNamed: InterfaceNames,
): { readonly format: TraceFormat; readonly items: Iterable<TraceItem> } | undefined {
  const rest = lines[Symbol.iterator]();
  const sample: string[] = [];
  while (format === undefined && sample.length < sampleLength) {
    const next = rest.next();
    if (next.done === true) break;
    sample.push(next.value);
  }
  const known = format ?? detect(sample);
  if (known === undefined) return undefined;
  const read = readerOf(known, interfaceNamed);
  const all = function* (): Generator<string> {
    yield* sample;
    for (let next = rest.next(); next.done !== true; next = rest.next()) yield next.value;
  };
  return { format: known, items: inOrder(all(), read, known === "csv") };
}

function detect(sample: readonly string[]): TraceFormat | undefined {
  const first = sample.find((line) => !/^\s*(?:#|$)/u.test(line));
  if (first === undefined || isCsvHeader(first)) return "csv";
  return traceFormats.find((format) => {
    const read = readerOf(format, () => undefined);
    return format !== "csv" && sample.some((line) => read(line).kind === "packet");
  });
}

function readerOf(format: TraceFormat, interfaceNamed: InterfaceNames): LineReader {
  switch (format) {
    case "csv":
      return csvReader();
    case "sshd":
      return sshdReader();
    case "kernel":
      return kernelLogReader(interfaceNamed);
    case "routeros":
      return routerosLogReader(interfaceNamed);
  }
}

function* inOrder(
  lines: Iterable<string>,
  read: LineReader,
  isOurs: boolean,
): Generator<TraceItem> {
  let line = 0;
  let start = isOurs ? 0 : undefined;
  let last = 0;
  for (const text of lines) {
    line++;
    const found = read(text);
    if (found.kind === "aside") continue;
    if (found.kind === "login") {
      yield found;
      continue;
    }
    if (found.kind === "wrong") {
      yield { ...found, line, text };
      continue;
    }
    start ??= found.time;
    const time = found.time - start;
    const isLate = time < last;
    if (isLate && isOurs) {
      const why = `this is earlier than the packet before, at ${last / 1000} s; sort the trace by \`t\``;
      yield { kind: "wrong", why, start: 0, end: Math.max(1, text.indexOf(",")), line, text };
      continue;
    }
    last = Math.max(last, time);
    yield { kind: "packet", line, packet: { at: last, ...found.packet }, isLate };
    if (found.isLogin === true) yield { kind: "login", source: found.packet.source };
  }
}
