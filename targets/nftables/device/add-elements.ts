import { allUnits, formatDuration } from "../../../src/net/duration.js";
import type { Member } from "./elements.js";

const atOnce = 1000;

/** Commands that put members into a set with the time that they have left. @param later by so many milliseconds */
export function* addElements(
  table: string,
  set: string,
  members: readonly Member[],
  later = 0,
): Generator<string> {
  const texts = members.flatMap((member) => elementText(member, later) ?? []);
  for (let start = 0; start < texts.length; start += atOnce) {
    const some = texts.slice(start, start + atOnce).join(", ");
    yield `add element inet ${table} ${set} { ${some} }`;
  }
}

/** The kernel refuses a timer that runs longer than its timeout. */
function elementText({ key, timeout, expires }: Member, later: number): string | undefined {
  if (timeout === undefined && expires === undefined) return key;
  const left = (expires ?? timeout ?? 0) - later;
  if (left <= 0) return undefined;
  const whole = Math.max(timeout ?? left, left);
  return `${key} timeout ${nftTime(whole)} expires ${nftTime(left)}`;
}

/** nft reads days and smaller; no weeks. */
export function nftTime(milliseconds: number): string {
  return formatDuration({ milliseconds }, allUnits.slice(1));
}
