import type { RateMatcher } from "../ir/ruleset.js";
import type { RateUnit } from "../net/rate.js";
import { expiring, lasting, type Lasting } from "./expiring.js";
import type { Address, Packet } from "./packet.js";

const unitMilliseconds: Readonly<Record<RateUnit, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/**
 * The token bucket of a rule, or one for each key: it starts full with `burst` tokens and fills at the rate.
 * A bucket is one number, the time when it will be full again (the virtual scheduling algorithm of ITU-T I.371),
 * so that a full one needs no place. Times are stretched by the rate's count, which keeps them whole.
 * @returns whether there was a token for this packet, which is gone then
 */
export function tokenBuckets({ rate, burst, per }: RateMatcher): (packet: Packet) => boolean {
  const tokenTime = unitMilliseconds[rate.unit];
  const emptyTime = tokenTime * burst;
  const buckets = expiring<Address | string, Lasting>();

  const keyOf = ({ family, source, destination }: Packet): Address | string => {
    const [side, ...others] = per;
    if (side === undefined) return 0;
    if (others.length > 0) return `${family} ${String(source)} ${String(destination)}`;
    return side === "source" ? source : destination;
  };

  return (packet) => {
    const now = packet.at * rate.count;
    const key = keyOf(packet);
    const bucket = buckets.find(key, now);
    const full = (bucket?.until ?? now) + tokenTime;
    if (full - now > emptyTime) return false;
    if (bucket === undefined) buckets.put(key, lasting(full), now);
    else buckets.extend(key, bucket, full);
    return true;
  };
}
