import { type Duration, formatTimeout } from "./duration.js";

/**
 * The weights of RouterOS `psd` (netfilter's xt_psd): a source scans when the ports it touched, no longer apart than
 * `delay`, weigh `threshold` or more together.
 */
export interface PortScan {
  readonly threshold: number;
  readonly delay: Duration;
  /** Weight of a port below 1024. */
  readonly low: number;
  /** Weight of the others. */
  readonly high: number;
}

/** `scan` without figures; MikroTik's own example. */
export const usualPortScan: PortScan = {
  threshold: 21,
  delay: { milliseconds: 3000 },
  low: 3,
  high: 1,
};

export function formatPortScan({ threshold, delay, low, high }: PortScan): string {
  return `${String(threshold)} ${formatTimeout(delay)} low ${String(low)} high ${String(high)}`;
}
