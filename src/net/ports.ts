/** A closed range of TCP or UDP ports, 0 to 65535. */
export interface PortRange {
  readonly first: number;
  readonly last: number;
}

/** Canonical: ascending, disjoint ranges that do not touch. */
export type PortSet = readonly PortRange[];

export const highestPort = 65535;

/** The union of the ranges. */
export function portSet(ranges: Iterable<PortRange>): PortSet {
  const union: PortRange[] = [];
  for (const range of [...ranges].sort((a, b) => a.first - b.first)) {
    const end = union.at(-1);
    if (end !== undefined && range.first <= end.last + 1) {
      union[union.length - 1] = { first: end.first, last: Math.max(end.last, range.last) };
    } else {
      union.push(range);
    }
  }
  return union;
}

/** `22`, `8000-8100`. */
export function formatPortRange(range: PortRange): string {
  return range.first === range.last
    ? String(range.first)
    : `${String(range.first)}-${String(range.last)}`;
}

/** `22,80,8000-8100` with the separator given. */
export function formatPorts(ports: PortSet, separator = ","): string {
  return ports.map(formatPortRange).join(separator);
}
