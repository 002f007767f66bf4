import { connectionStates } from "../net/connection-state.js";
import { hasPorts } from "./packet-of.js";
import { tcpFlags } from "../net/tcp-flags.js";
import { parseHost, parsePort } from "./addresses.js";
import { aside, type LineReader, type TraceLine, wrong, type WrongLine } from "./line-reader.js";
import { packetOf, parseProtocol } from "./packet-of.js";

const columns = ["t", "src", "proto", "dport", "state", "in", "dst", "length", "flags"] as const;
type Column = (typeof columns)[number];

const needed: readonly Column[] = ["t", "src", "proto", "dport"];

/** Whether a line is the header of a trace as LANGUAGE.md 8.12 has it. */
export function isCsvHeader(line: string): boolean {
  return /^\uFEFF?\s*t\s*,\s*src\s*,/iu.test(line);
}

/** A trace of our own form: its first line names the columns, in any order; `#` begins a comment. */
export function csvReader(): LineReader {
  let header: readonly Column[] | undefined;
  return (line) => {
    if (/^\s*(?:#|$)/u.test(line)) return aside;
    if (header !== undefined) return readRow(line, header);
    const read = readHeader(line.replace(/^\uFEFF/u, ""));
    if ("kind" in read) return read;
    header = read;
    return aside;
  };
}

function readHeader(line: string): readonly Column[] | WrongLine {
  const names: Column[] = [];
  for (const text of fieldsOf(line)) {
    const name = columns.find((column) => column === text.toLowerCase());
    if (name === undefined) {
      return wrong(line, `there is no column \`${text}\`; there are ${columns.join(", ")}`, text);
    }
    if (names.includes(name)) return wrong(line, `the column \`${name}\` is there twice`, text);
    names.push(name);
  }
  const missing = needed.filter((column) => !names.includes(column));
  if (missing.length === 0) return names;
  return wrong(line, `the header lacks ${missing.join(", ")}; it begins \`${needed.join(",")}\``);
}

function fieldsOf(line: string): readonly string[] {
  return line.split(",").map((field) => field.trim());
}

function readRow(line: string, header: readonly Column[]): TraceLine {
  const fields = fieldsOf(line);
  if (fields.length > header.length) {
    const why = `${fields.length} fields are more than the header's ${header.length}`;
    return wrongField(line, header.length, why);
  }
  const field = (column: Column): string => fields[header.indexOf(column)] ?? "";
  const bad = (column: Column, why: string): WrongLine =>
    wrongField(line, header.indexOf(column), why);

  const seconds = field("t");
  if (!/^-?\d+(?:\.\d+)?$/u.test(seconds)) return bad("t", "`t` is a number of seconds");
  if (Number(seconds) < 0) return bad("t", "`t` is not below 0: the trace begins there");
  const time = Math.round(Number(seconds) * 1e6) / 1e3;
  if (!Number.isSafeInteger(Math.ceil(time))) return bad("t", "`t` is too large");

  const source = parseHost(field("src"));
  if (source === undefined) return bad("src", "`src` is not an address");
  const destination = field("dst") === "" ? undefined : parseHost(field("dst"));
  if (field("dst") !== "" && destination === undefined)
    return bad("dst", "`dst` is not an address");
  if (destination !== undefined && destination.family !== source.family) {
    return bad("dst", "`dst` is not of the family of `src`");
  }

  const protocol = parseProtocol(field("proto"));
  if (protocol === undefined) {
    return bad("proto", "there is no protocol of that name; write tcp, udp, icmp, gre and so on");
  }
  const icmp = protocol === "icmp" && field("dport") !== "" ? icmpOf(field("dport")) : undefined;
  if (protocol === "icmp" && field("dport") !== "" && icmp === undefined) {
    return bad("dport", "for icmp, `dport` is TYPE or TYPE:CODE, both from 0 to 255");
  }
  const port = protocol === "icmp" || field("dport") === "" ? undefined : parsePort(field("dport"));
  if (
    port === undefined &&
    (hasPorts(protocol) || (protocol !== "icmp" && field("dport") !== ""))
  ) {
    return bad("dport", "`dport` is a port from 0 to 65535");
  }

  const state = connectionStates.find((known) => known === (field("state").toLowerCase() || "new"));
  if (state === undefined)
    return bad("state", `\`state\` is one of ${connectionStates.join(", ")}`);
  const length = field("length") === "" ? undefined : parsePort(field("length"));
  if (field("length") !== "" && length === undefined) {
    return bad("length", "`length` is a number of bytes, at most 65535");
  }
  const words = field("flags")
    .toLowerCase()
    .split(/[\s|+]+/u)
    .filter((word) => word !== "");
  const flags = tcpFlags.filter((flag) => words.includes(flag) || words.includes("none"));
  if (words.some((word) => word !== "none" && !tcpFlags.some((flag) => flag === word))) {
    return bad(
      "flags",
      `\`flags\` are of ${tcpFlags.join(" ")}, with blanks between them, or none`,
    );
  }
  return {
    kind: "packet",
    time,
    packet: packetOf({
      source,
      destination,
      protocol,
      port,
      icmp,
      state,
      in: field("in") || undefined,
      length,
      flags: words.length === 0 ? undefined : words.includes("none") ? [] : flags,
    }),
  };
}

function icmpOf(text: string): { readonly type: number; readonly code: number } | undefined {
  const match = /^(\d{1,3})(?::(\d{1,3}))?$/u.exec(text);
  if (match === null) return undefined;
  const [type, code] = [Number(match[1]), Number(match[2] ?? 0)];
  return type <= 255 && code <= 255 ? { type, code } : undefined;
}

function wrongField(line: string, index: number, why: string): WrongLine {
  const before = line.split(",").slice(0, index).join(",");
  const from = before.length + (index > 0 ? 1 : 0);
  const text = line.split(",")[index] ?? "";
  const start = from + (text.length - text.trimStart().length);
  return { kind: "wrong", why, start, end: Math.max(start + 1, start + text.trim().length) };
}
