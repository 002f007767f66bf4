import { addressBits, formatAddress } from "../../src/net/address.js";
import type { Side } from "../../src/ir/ruleset.js";
import type { Family } from "../../src/net/family.js";
import type { Bucket, Rate } from "../../src/net/rate.js";
import type { MeterKey, Test } from "./model.js";

export function printTest(test: Test): string {
  switch (test.kind) {
    case "draw":
      return `numgen random mod ${String(test.whole)} ${test.fails ? ">=" : "<"} ${String(test.part)}`;
    case "limit":
      return `limit ${printBucket(test.over, test.bucket)}`;
    case "named-limit":
      return `limit name "${test.name}"`;
    case "meter":
      return `update @${test.set} { ${printKey(test.key)} limit ${printBucket(test.over, test.bucket)} }`;
    case "connections":
      return `add @${test.set} { ${printKey(test.key)} ct count ${test.over ? "over " : ""}${String(test.most)} }`;
    case "fresh-port":
      return `meta l4proto { tcp, udp } ${printPort(test.family)} != @${test.set}`;
    case "weight": {
      const source = addressField(test.family, "source");
      return `update @${test.set} { ${source} limit rate over 1/week burst ${String(test.most)} packets }`;
    }
  }
}

/** A token bucket, as nft writes it behind `limit`. */
export function printBucket(over: boolean, { rate, burst }: Bucket): string {
  const speed = `${String(rate.count)}/${unitNames[rate.unit]}`;
  return `rate ${over ? "over " : ""}${speed} burst ${String(burst)} packets`;
}

const unitNames: Record<Rate["unit"], string> = { s: "second", m: "minute", h: "hour", d: "day" };

export function printKey({ family, sides, per }: MeterKey): string {
  return sides.map((side) => printAddress(family, side, per)).join(" . ");
}

/** What a scan knows a port by. */
export function printPort(family: Family): string {
  return `${addressField(family, "source")} . meta l4proto . th dport`;
}

/** The address, or the network of this length that it lies in. */
export function printAddress(family: Family, side: Side, per: number | undefined): string {
  const field = addressField(family, side);
  return per === undefined ? field : `${field} & ${netmask(family, per)}`;
}

function netmask(family: Family, length: number): string {
  const bits = BigInt(addressBits(family));
  const ones = (1n << BigInt(length)) - 1n;
  return formatAddress(family, ones << (bits - BigInt(length)));
}

function addressField(family: Family, side: Side): string {
  return `${family === "ipv4" ? "ip" : "ip6"} ${side === "source" ? "saddr" : "daddr"}`;
}
