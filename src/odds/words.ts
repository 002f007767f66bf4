import { formatDuration } from "../net/duration.js";
import { printSchedule } from "../ast/print-nodes.js";
import type { Schedule } from "../ast/expect-nodes.js";
import { type Interval, middle, width } from "./interval.js";
import type { Rung } from "./ladder-shape.js";

/** `63.57%`, `86.70 ± 0.02%`; ends that are not quite reached are told from those that are. */
export function chanceInWords(chance: Interval): string {
  const { low, high } = chance;
  if (width(chance) > 0.00005) {
    const half = width(chance) / 2;
    return `${percent(middle(chance), 2)} ± ${percent(half, 2)}%`;
  }
  const value = middle(chance);
  if (high === 0) return "0%";
  if (low >= 1) return "100%";
  if (value < 0.00005) return "< 0.01%";
  if (value > 0.99995) return "> 99.99%";
  return `${percent(value, 2)}%`;
}

function percent(share: number, decimals: number): string {
  return (share * 100).toFixed(decimals);
}

/** `3.49`, `64.9 to 65.8`, `never`. */
export function triesInWords({ low, high }: Interval): string {
  if (low === Infinity) return "never";
  if (high === Infinity) return `> ${count(low)}`;
  const [from, to] = [count(low), count(high)];
  return from === to ? from : `${from} to ${to}`;
}

function count(tries: number): string {
  if (Number.isInteger(tries) && tries < 1e6) return String(tries);
  return tries < 100 ? tries.toFixed(2) : tries < 1e6 ? tries.toFixed(0) : tries.toPrecision(3);
}

export function paceInWords(pace: Schedule): string {
  return printSchedule(pace);
}

/** `sin_1 (1m)`. */
export function rungInWords({ list, timers }: Rung): string {
  const times = timers.map((timer) =>
    timer === Infinity ? "forever" : formatDuration({ milliseconds: timer }),
  );
  return `${list} (${times.join(" or ")})`;
}
