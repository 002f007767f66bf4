import { parseRouterTime } from "./router-time.js";

/** `10/1m,5`: so many tokens in a time, and room for so many. */
export interface BucketSettings {
  readonly count: number;
  /** Milliseconds. */
  readonly time: number;
  readonly burst: number;
}

/** @param rate `10/1m` or `10`, which is a second's */
export function parseBucket(rate: string, burst: string): BucketSettings | undefined {
  const [count = "", time] = rate.split("/");
  if (!/^\d{1,11}$/u.test(count) || !/^\d{1,10}$/u.test(burst)) return undefined;
  const milliseconds = time === undefined ? 1000 : parseRouterTime(time);
  if (milliseconds === undefined || milliseconds === 0) return undefined;
  return { count: Number(count), time: milliseconds, burst: Number(burst) };
}

/** A bucket that starts full and fills at the rate (RouterOS manual, "limit"). */
export interface TokenBucket {
  /** @returns whether there were so many tokens; then they are gone */
  take(at: number, tokens: number): boolean;
  /** When it was asked last. */
  readonly asked: number;
}

export function tokenBucket({ count, time, burst }: BucketSettings, start: number): TokenBucket {
  // Counted in parts of a token, `time` of which make one, so that a millisecond brings `count` of them.
  const room = burst * time;
  let content = room;
  let asked = start;
  return {
    take: (at, tokens) => {
      content = Math.min(room, content + (at - asked) * count);
      asked = at;
      const isEnough = content >= tokens * time;
      if (isEnough) content -= tokens * time;
      return isEnough;
    },
    get asked() {
      return asked;
    },
  };
}
