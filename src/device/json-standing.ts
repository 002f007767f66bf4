import { jsonEntry, type JsonEntry } from "./json-status.js";
import type { Effect } from "./effects.js";
import type { Standing } from "./standing.js";

/** The one document of `status --address --json`. */
export interface JsonStanding extends Omit<Standing, "on" | "next"> {
  readonly on: readonly JsonEntry[];
  /** Null where the device's rules can't be read so. */
  readonly next: readonly JsonEffect[] | null;
}

export interface JsonEffect extends Omit<Effect, "list" | "timeout"> {
  /** What it is put on; null but for `add`. */
  readonly list: string | null;
  /** Seconds; null for ever, and but for `add`. */
  readonly timeout: number | null;
}

export function jsonStanding({ on, next, ...rest }: Standing): JsonStanding {
  return {
    ...rest,
    on: on.map(jsonEntry),
    next:
      next?.map(({ list, timeout, ...effect }) => ({
        ...effect,
        list: list ?? null,
        timeout:
          timeout === undefined || timeout === "forever" ? null : timeout.milliseconds / 1000,
      })) ?? null,
  };
}
