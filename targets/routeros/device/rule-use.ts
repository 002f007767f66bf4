import type { ListTest, RuleEnd, RuleUse, Side } from "../../../src/device/status.js";
import { parseDuration } from "../../../src/net/duration.js";
import type { Table } from "../model.js";
import { wordOf } from "../rsc-text.js";
import { contentOf, isSet } from "./content.js";
import type { Row } from "./session.js";

/** What a rule does, and with what; the rest of its properties are conditions. */
const noConditions: ReadonlySet<string> = new Set([
  "chain",
  "action",
  "comment",
  "log",
  "log-prefix",
  "jump-target",
  "reject-with",
  "address-list",
  "address-list-timeout",
  "src-address-list",
  "dst-address-list",
]);

/** A rule as far as it concerns who is on which list. */
export function ruleUse(row: Row, table: Table): RuleUse {
  const conditions = Object.entries(contentOf(row))
    .filter(([name]) => !noConditions.has(name))
    .map(([name, value]) => wordOf(name, value));
  return {
    table,
    tests: [
      ...testOf(row["src-address-list"], "source"),
      ...testOf(row["dst-address-list"], "destination"),
    ],
    conditions: conditions.join(" "),
    end: endOf(row),
  };
}

/** `sincheck@1f2e3d4c5b` as the policy calls it. */
export function withoutGeneration(chain: string): string {
  return chain.replace(/@[0-9a-f.]+$/u, "");
}

function testOf(value: string | undefined, side: Side): readonly ListTest[] {
  if (value === undefined) return [];
  return [{ side, list: value.replace(/^!/u, ""), negated: value.startsWith("!") }];
}

/** What is switched off does nothing. */
function endOf(row: Row): RuleEnd | undefined {
  if (isSet(row, "disabled")) return undefined;
  const list = row["address-list"] ?? "";
  const timeout = parseDuration(row["address-list-timeout"] ?? "") ?? "forever";
  switch (row["action"]) {
    case undefined:
    case "accept":
      return { kind: "accept" };
    case "drop":
    case "reject":
    case "tarpit":
      return { kind: "drop" };
    case "return":
      return { kind: "return" };
    case "jump":
      return { kind: "jump", chain: withoutGeneration(row["jump-target"] ?? ""), isGoto: false };
    case "add-src-to-address-list":
      return { kind: "add", side: "source", list, timeout };
    case "add-dst-to-address-list":
      return { kind: "add", side: "destination", list, timeout };
    default:
      return undefined;
  }
}
