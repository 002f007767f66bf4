/**
 * Holds items of the JSON output against the vendor's own account of its menus: the property is there in that
 * version and its value fits the notation. What the notation leaves open is checked by the manual's words.
 */
import { readFileSync } from "node:fs";
import { parseAddressText } from "../../src/net/address-text.js";
import {
  type PropertySchema,
  type RouterosSchema,
  parseSchema,
} from "../../targets/routeros/schema.js";
import { branchOf } from "../../targets/routeros/versions.js";
import type { JsonItem } from "./compiled.js";
import { fitsNotation, isTime } from "./schema-notation.js";

export const schema: RouterosSchema = parseSchema(
  readFileSync("targets/routeros/schema.json", "utf8"),
);

/** @returns what is wrong with an item, in words */
export function faultsOf(item: JsonItem, version: string): readonly string[] {
  const path = item["path"] ?? "";
  const menu = schema.menus[path];
  if (menu === undefined) return [`no menu ${path}`];
  const faults = Object.entries(item).flatMap(([name, value]) => {
    // Not words of `add`.
    if (name === "path" || name === "place") return [];
    const property = menu.add[name];
    if (property === undefined) return [`${path} has no ${name}`];
    const seen = menu["seenIn6.49.2"];
    const known =
      branchOf(version)?.major === 6
        ? seen === undefined || seen.includes(name) || ofOneAction.has(name)
        : property.in === undefined || property.in.includes(publishedFor(version));
    if (!known) return [`${path} has no ${name} in ${version}`];
    return fits(name, value, property, path, version) ? [] : [`${name}=${value}`];
  });
  return [...faults, ...missing(item)];
}

/** Properties that an export of RouterOS 6 shows only on rules of the one action that uses them. */
const ofOneAction = new Set([
  "address-list",
  "address-list-timeout",
  "jump-target",
  "random",
  "comment",
  "address",
]);

/** The published version of a branch, or the nearest before it. */
function publishedFor(version: string): string {
  const minor = branchOf(version)?.minor ?? 0;
  const before = schema.versions.filter((published) => Number(published.split(".")[1]) <= minor);
  return before.at(-1) ?? schema.versions[0] ?? "";
}

/** Manual, "Filter": what one property needs of another, which no notation says. */
function missing(item: JsonItem): readonly string[] {
  const faults: string[] = [];
  const protocol = item["protocol"];
  if (item["dst-port"] !== undefined && protocol !== "tcp" && protocol !== "udp") {
    faults.push("dst-port without tcp or udp");
  }
  if ((item["action"] === "jump") !== (item["jump-target"] !== undefined))
    faults.push("jump-target");
  if (item["tcp-flags"] !== undefined && protocol !== "tcp") faults.push("tcp-flags without tcp");
  const isIcmp = protocol === (item["path"]?.startsWith("/ip/") === true ? "icmp" : "icmpv6");
  if (item["icmp-options"] !== undefined && !isIcmp) faults.push("icmp-options without icmp");
  if (item["action"] === "tarpit" && protocol !== "tcp") faults.push("tarpit without tcp");
  if (item["reject-with"] === "tcp-reset" && protocol !== "tcp") faults.push("a reset without tcp");
  if ((item["action"] === "reject") !== (item["reject-with"] !== undefined)) {
    faults.push("reject-with");
  }
  const adds = item["action"]?.startsWith("add-") === true;
  if (adds !== (item["address-list"] !== undefined)) faults.push("address-list");
  if (item["path"]?.endsWith("address-list") !== true && item["chain"] === undefined)
    faults.push("chain");
  return faults;
}

function fits(
  name: string,
  value: string,
  property: PropertySchema,
  path: string,
  version: string,
): boolean {
  if (!/^[ -~]*$/u.test(value)) return false;
  if (
    value.startsWith("!") &&
    property.neg !== true &&
    name !== "comment" &&
    name !== "log-prefix"
  ) {
    return false;
  }
  const plain = property.neg === true ? value.replace(/^!/u, "") : value;
  switch (name) {
    case "action":
    case "log":
    case "reject-with":
    case "protocol":
      return property.values?.includes(plain) === true;
    case "connection-state":
      return plain.split(",").every((state) => property.values?.includes(state) === true);
    case "address-list-timeout":
      return property.values?.includes(plain) === true || isTime(plain, 21_474_836);
    case "random": {
      const [, first, last] = /num \[(\d+) \.\. (\d+)\]/u.exec(property.grammar ?? "") ?? [];
      return (
        /^[1-9]\d*$/u.test(plain) && Number(first) <= Number(plain) && Number(plain) <= Number(last)
      );
    }
    case "dst-port":
      return isPortList(plain);
    case "src-address":
    case "dst-address":
    case "address":
      return isAddress(plain, path.startsWith("/ip/") ? "ipv4" : "ipv6");
    case "tcp-flags":
    case "packet-size":
    case "src-mac-address":
    case "icmp-options":
    case "connection-limit":
    case "psd":
    case "limit":
    case "dst-limit":
      return fitsNotation(name, plain, property, path);
    case "log-prefix":
      return plain.length <= longestPrefix(property, version);
    case "chain":
    case "jump-target":
    case "list":
    case "address-list":
    case "src-address-list":
    case "dst-address-list":
    case "in-interface":
    case "in-interface-list":
    case "out-interface":
    case "out-interface-list":
      return plain !== "" && !plain.startsWith("!") && plain.trim() === plain;
    case "comment":
      return true;
    default:
      return false;
  }
}

function isPortList(text: string): boolean {
  const ranges = text.split(",").map((range) => range.split("-").map(Number));
  const slots = ranges.reduce((sum, range) => sum + range.length, 0);
  const isOrdered = ranges.every(
    ([first = -1, last = first, ...more]) =>
      more.length === 0 && first >= 0 && first <= last && last <= 65535,
  );
  return slots <= 15 && isOrdered;
}

/** Canonical: as RouterOS reads it back, an IPv6 address always with its length. */
function isAddress(text: string, family: "ipv4" | "ipv6"): boolean {
  const range = parseAddressText(text);
  if ("error" in range || range.family !== family) return false;
  return family === "ipv4" || /^[0-9a-f:]+\/\d+$/u.test(text);
}

/** The bound in the description that holds in the version. */
function longestPrefix({ desc_history: history = {} }: PropertySchema, version: string): number {
  const published = schema.versions.indexOf(publishedFor(version));
  for (const [description, versions] of Object.entries(history)) {
    const [from = "", to = from] = versions.split("..");
    if (published < schema.versions.indexOf(from) || published > schema.versions.indexOf(to))
      continue;
    const bound = /max length (\d+)/u.exec(description)?.[1];
    return bound === undefined ? Infinity : Number(bound);
  }
  throw new Error(`no description for ${version}`);
}
