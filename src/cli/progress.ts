import type { Host } from "./host.js";

/** A bar on a terminal's standard error, for what takes long; nothing anywhere else. */
export interface Progress {
  /** @param share of the work that is done, undefined when nobody knows the whole */
  show(share: number | undefined, words: string): void;
  /** Takes the bar away. */
  end(): void;
}

const width = 24;

export function progressOn({ stderr, env }: Host): Progress {
  if (!stderr.isTerminal || env["TERM"] === "dumb")
    return { show: () => undefined, end: () => undefined };
  let isShown = false;
  return {
    show: (share, words) => {
      const full = Math.round(Math.min(1, share ?? 0) * width);
      const bar = share === undefined ? "" : `[${"#".repeat(full).padEnd(width, ".")}] `;
      const percent = share === undefined ? "" : `${Math.floor(Math.min(1, share) * 100)} %  `;
      const line = `${bar}${percent}${words}`.slice(0, (stderr.columns ?? 80) - 1);
      stderr.write(`\r\u001B[K${line}`);
      isShown = true;
    },
    end: () => {
      if (isShown) stderr.write("\r\u001B[K");
    },
  };
}
