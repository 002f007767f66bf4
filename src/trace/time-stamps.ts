/** Reads the time at the start of a line of a log. @returns undefined when there is none */
export type StampReader = (line: string) => Stamp | undefined;

export interface Stamp {
  /** Milliseconds since some time that is the same for the whole log. */
  readonly time: number;
  /** What follows on the line. */
  readonly rest: string;
}

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const halfYear = 183 * 86_400_000;

/** RFC 3339 and what programs make of it: a blank for the `T`, no zone, a comma before the fraction. */
const iso =
  /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d):(\d\d)(?:[.,](\d{1,9}))?(Z|[+-]\d\d:?\d\d)?\s+/u;
/** RFC 3164, with or without its priority. */
const bsd =
  /^(?:<\d{1,3}>)?([A-Z][a-z]{2}) {1,2}(\d{1,2}) (\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?\s+/u;
/** The console of RouterOS 6: `nov/22/2026 10:00:00`; without the year while that is the current one. */
const routeros = /^([a-z]{3})\/(\d\d)(?:\/(\d{4}))? (\d\d):(\d\d):(\d\d)\s+/u;
/** dmesg: seconds since the start. */
const kernel = /^\[\s*(\d+\.\d+)\]\s+/u;

/**
 * A year that no line names is taken to be a leap year, so that 29 February is a day; a jump back by more than half a
 * year is the turn of the year. A time without a zone is taken for UTC: only differences matter.
 */
export function stampReader(): StampReader {
  let year = 2024;
  let last = -Infinity;

  const withoutYear = (month: number, fields: readonly string[]): number => {
    const at = (): number => timeOf(year, month, fields);
    if (at() < last - halfYear) year++;
    // A straggler of December after the first line of January.
    const time =
      at() > last + halfYear && last > -Infinity ? timeOf(year - 1, month, fields) : at();
    last = Math.max(last, time);
    return time;
  };

  return (line) => {
    const whole = iso.exec(line);
    if (whole !== null) {
      const [
        text,
        years = "",
        month = "",
        day = "",
        hour = "",
        minute = "",
        second = "",
        fraction = "",
        zone = "",
      ] = whole;
      const time = timeOf(Number(years), Number(month) - 1, [day, hour, minute, second, fraction]);
      return { time: time - zoneOf(zone), rest: line.slice(text.length) };
    }
    const short = bsd.exec(line);
    if (short !== null) {
      const [text, month = "", ...fields] = short;
      const index = months.indexOf(month.toLowerCase());
      if (index < 0) return undefined;
      return { time: withoutYear(index, fields), rest: line.slice(text.length) };
    }
    const console_ = routeros.exec(line);
    if (console_ !== null) {
      const [text, month = "", day = "", named, ...clock] = console_;
      const index = months.indexOf(month);
      if (index < 0) return undefined;
      const fields = [day, ...clock];
      const time =
        named === undefined ? withoutYear(index, fields) : timeOf(Number(named), index, fields);
      return { time, rest: line.slice(text.length) };
    }
    const since = kernel.exec(line);
    if (since === null) return undefined;
    return { time: Math.round(Number(since[1]) * 1e6) / 1e3, rest: line.slice(since[0].length) };
  };
}

/** @param fields day, hour, minute, second, and digits of a fraction */
function timeOf(
  year: number,
  month: number,
  [day, hour, minute, second, fraction]: readonly (string | undefined)[],
): number {
  const whole = Date.UTC(year, month, Number(day), Number(hour), Number(minute), Number(second));
  return whole + Number((fraction ?? "").padEnd(9, "0")) / 1e6;
}

function zoneOf(zone: string): number {
  const match = /^([+-])(\d\d):?(\d\d)$/u.exec(zone);
  if (match === null) return 0;
  const minutes = Number(match[2]) * 60 + Number(match[3]);
  return (match[1] === "-" ? -minutes : minutes) * 60_000;
}
