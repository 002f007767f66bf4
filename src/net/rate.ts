/** So many a length of time: `10/s`, `30/m`, `100/h`, `5/d`. */
export interface Rate {
  readonly count: number;
  readonly unit: RateUnit;
}

export type RateUnit = "s" | "m" | "h" | "d";

/** @returns undefined when the text is no rate, or comes to nothing */
export function parseRate(text: string): Rate | undefined {
  const match = /^(\d+)\/([smhd])$/u.exec(text);
  const count = Number(match?.[1]);
  const unit = rateUnits.find((known) => known === match?.[2]);
  return unit !== undefined && count > 0 && Number.isSafeInteger(count)
    ? { count, unit }
    : undefined;
}

const rateUnits: readonly RateUnit[] = ["s", "m", "h", "d"];

export function formatRate({ count, unit }: Rate): string {
  return `${String(count)}/${unit}`;
}

/** A token bucket: it starts full, `rate` tokens come in, a packet takes one. */
export interface Bucket {
  readonly rate: Rate;
  readonly burst: number;
}

/** What nft and iptables take when nothing is said. */
export const usualBurst = 5;
