const unitSeconds: ReadonlyMap<string, number> = new Map([
  ["w", 604_800],
  ["d", 86_400],
  ["h", 3600],
  ["m", 60],
  ["s", 1],
  ["ms", 0.001],
]);

/**
 * Reads a time as RouterOS takes and shows it: `1w2d3h4m5s`, `500ms`, `00:10:00`, `1d00:10:00`, or a number of
 * seconds (RouterOS manual, "Scripting", "Data types").
 * @returns milliseconds; undefined when it is no time
 */
export function parseRouterTime(text: string): number | undefined {
  const match =
    /^((?:\d+(?:ms|[wdhms]))*)(?:(\d+):(\d{1,2})(?::(\d{1,2}(?:\.\d{1,3})?))?|(\d+))?$/u.exec(text);
  if (match === null || text === "") return undefined;
  const [, units = "", hours = "0", minutes = "0", seconds = "0", alone = "0"] = match;
  let sum = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds) + Number(alone);
  for (const [, count, unit = ""] of units.matchAll(/(\d+)(ms|[wdhms])/gu)) {
    sum += Number(count) * (unitSeconds.get(unit) ?? 0);
  }
  const milliseconds = Math.round(sum * 1000);
  return Number.isSafeInteger(milliseconds) ? milliseconds : undefined;
}

/** The timeout of an entry that a rule makes, in milliseconds. */
export type EntryTimeout = number | "none-dynamic" | "none-static";

/**
 * `address-list-timeout`. Nothing and `0s` are `none-dynamic` (RouterOS manual, "Common Firewall Matchers and
 * Actions").
 */
export function parseEntryTimeout(text: string | undefined): EntryTimeout | undefined {
  if (text === undefined || text === "none-dynamic") return "none-dynamic";
  if (text === "none-static") return text;
  const milliseconds = parseRouterTime(text);
  return milliseconds === 0 ? "none-dynamic" : milliseconds;
}
