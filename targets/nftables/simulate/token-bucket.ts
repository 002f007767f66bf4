import type { Bucket } from "../../../src/net/rate.js";
import { unitSeconds } from "../lower-tests.js";

/** The state of one `limit`. */
export interface TokenBucket {
  /** Whether there was a token for a packet, which then has taken it. @param at in ms */
  take(at: number): boolean;
}

/** What `limit` is made of: it keeps time, not packets, and a packet costs the time that a token takes to come. */
export interface LimitFigures {
  /** In ns; a whole number, for the kernel divides without a rest. */
  readonly cost: bigint;
  /** In ns; a bucket is full to begin with. */
  readonly most: bigint;
}

const nanosecondsPerSecond = 1_000_000_000n;

export function limitFigures({ rate, burst }: Bucket): LimitFigures {
  return figures(BigInt(unitSeconds[rate.unit]), BigInt(rate.count), BigInt(burst));
}

/** `1/week`, by which a scan weighs: a unit that a policy does not have. */
export function weeklyFigures(burst: number): LimitFigures {
  return figures(604_800n, 1n, BigInt(burst));
}

function figures(seconds: bigint, count: bigint, burst: bigint): LimitFigures {
  const cost = (seconds * nanosecondsPerSecond) / count;
  return { cost, most: cost * burst };
}

/** nft_limit_eval of net/netfilter/nft_limit.c: a packet without a token takes nothing. @param made in ms */
export function tokenBucket({ cost, most }: LimitFigures, made: number): TokenBucket {
  let tokens = most;
  let last = nanoseconds(made);
  return {
    take: (at) => {
      const now = nanoseconds(at);
      tokens += now - last;
      last = now;
      if (tokens > most) tokens = most;
      if (tokens < cost) return false;
      tokens -= cost;
      return true;
    },
  };
}

function nanoseconds(milliseconds: number): bigint {
  return BigInt(Math.round(milliseconds * 1e6));
}
