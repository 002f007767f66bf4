import type { Pairs } from "./answer.js";
import type { LabClock } from "./clock.js";
import { showDate } from "./time-text.js";

/** `/log`: what happened without anybody being told, the oldest first. */
export interface EventLog {
  add(topics: string, message: string): void;
  rows(): readonly Pairs[];
}

/** RouterOS keeps so many lines in memory by default (manual, "Log", "memory-lines"). */
const mostLines = 1000;

export function eventLog(clock: LabClock, oldDates: boolean): EventLog {
  const lines: Pairs[] = [];
  let count = 0;
  return {
    add: (topics, message) => {
      lines.push([
        [".id", `*${(++count).toString(16).toUpperCase()}`],
        ["time", showDate(clock.now(), oldDates)],
        ["topics", topics],
        ["message", message],
      ]);
      if (lines.length > mostLines) lines.shift();
    },
    rows: () => [...lines],
  };
}
