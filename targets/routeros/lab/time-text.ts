import { formatDuration } from "../../../src/net/duration.js";
import { parseRouterTime } from "../simulate/router-time.js";

/** A time as RouterOS shows it, `1w2d3h4m5s`, and `0s` for none. @param longest in milliseconds */
export function readTime(
  text: string,
  longest: number = Number.MAX_SAFE_INTEGER,
): { readonly ok: true; readonly value: string } | undefined {
  const milliseconds = parseRouterTime(text);
  if (milliseconds === undefined || milliseconds > longest) return undefined;
  return { ok: true, value: showTime(milliseconds) };
}

export function showTime(milliseconds: number): string {
  return milliseconds <= 0 ? "0s" : formatDuration({ milliseconds });
}

/** What is left of a timer: whole seconds, since RouterOS counts them down. */
export function showRest(milliseconds: number): string {
  return showTime(Math.ceil(milliseconds / 1000) * 1000);
}

/** A date and time: `2026-11-22 15:00:00` from 7.10, `nov/22/2026 15:00:00` before. */
export function showDate(milliseconds: number, isOld: boolean): string {
  const [date = "", time = ""] = new Date(milliseconds).toISOString().split("T");
  const clock = time.slice(0, 8);
  if (!isOld) return `${date} ${clock}`;
  const [year = "", month = "", day = ""] = date.split("-");
  return `${months[Number(month) - 1] ?? ""}/${day}/${year} ${clock}`;
}

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
