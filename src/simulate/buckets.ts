import type { RateMatcher } from "../ir/ruleset.js";
import type { RateUnit } from "../net/rate.js";
import { boundedEnds } from "./ends.js";
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
  const fullAgain = boundedEnds<Address | string>(Infinity);

  const keyOf = ({ family, source, destination }: Packet): Address | string => {
    const [side, ...others] = per;
    if (side === undefined) return 0;
    if (others.length > 0) return `${family} ${String(source)} ${String(destination)}`;
    return side === "source" ? source : destination;
  };

  return (packet) => {
    const now = packet.at * rate.count;
    const key = keyOf(packet);
    const full = (fullAgain.find(key, now) || now) + tokenTime;
    return full - now <= emptyTime && fullAgain.put(key, full, now);
  };
}
