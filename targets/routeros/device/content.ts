import { parseDuration } from "../../../src/net/duration.js";
import type { Row } from "./session.js";

/** What a rule says: its properties without id, flags and counters, each as it is read back. */
export type Content = Readonly<Record<string, string>>;

/** Properties of a row that are no part of what the rule says. */
const incidental: ReadonlySet<string> = new Set([
  ".id",
  ".nextid",
  "bytes",
  "packets",
  "dynamic",
  "invalid",
  "disabled",
  "creation-time",
]);

/** Values that stand for nothing set; some versions print them and some do not. */
const defaults: Content = { log: "false", "log-prefix": "" };

/** The content of a row as it was read, or of a rule as it is to be written. */
export function contentOf(row: Row): Content {
  const content: [string, string][] = [];
  for (const [name, value] of Object.entries(row)) {
    if (incidental.has(name)) continue;
    const spelled = normal(name, value);
    if (defaults[name] !== spelled) content.push([name, spelled]);
  }
  return Object.fromEntries(content.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** One line for each content, by which contents are compared. */
export function contentKey(content: Content): string {
  return JSON.stringify(Object.entries(content));
}

function normal(name: string, value: string): string {
  switch (name) {
    case "log":
      return value === "yes" ? "true" : value === "no" ? "false" : value;
    case "address-list-timeout": {
      if (value === "0s" || value === "00:00:00") return "none-dynamic";
      const duration = parseDuration(value);
      return duration === undefined ? value : `${duration.milliseconds / 1000}s`;
    }
    case "src-address":
    case "dst-address":
      return plainHost(value);
    default:
      return value;
  }
}

/** RouterOS prints a single IPv6 address with its length of 128, and an IPv4 one without. */
export function plainHost(address: string): string {
  return address.includes(":") ? address.replace(/\/128$/u, "") : address.replace(/\/32$/u, "");
}

export function isSet(row: Row, flag: "disabled" | "dynamic" | "invalid"): boolean {
  return row[flag] === "true" || row[flag] === "yes";
}
