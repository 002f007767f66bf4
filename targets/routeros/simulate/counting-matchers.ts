import type { Draws } from "../../../src/simulate/engine.js";
import { addressBits } from "../../../src/net/address.js";
import type { Family } from "../../../src/net/family.js";
import { hasPorts } from "./header-matchers.js";
import type { Matcher } from "./matcher.js";
import { parseScanSettings, type portScans } from "./port-scans.js";
import type { RouterPacket } from "./router-packet.js";
import { parseRouterTime } from "./router-time.js";
import { parseBucket, type TokenBucket, tokenBucket } from "./token-buckets.js";

/** What matchers ask that is neither in the packet nor their own. */
export interface CountingWorld {
  readonly draws: Draws;
  /**
   * How many tracked connections there are from the packet's source, or from its network of `length` bits, its own
   * with them; undefined for a packet that is not tracked.
   */
  readonly connections: (packet: RouterPacket, length: number) => number | undefined;
  readonly scans: ReturnType<typeof portScans>;
}

/** Matchers that draw, or count the packets that they are asked about: each asks once for each packet. */
export type CountingMaker = (
  value: string,
  family: Family,
  world: CountingWorld,
) => Matcher | undefined;

export const countingMatchers: ReadonlyMap<string, CountingMaker> = new Map(
  Object.entries<CountingMaker>({
    "connection-limit": (value, family, { connections }) => {
      const match = /^(!?)(\d{1,10}),(\d{1,3})$/u.exec(value);
      if (match === null || Number(match[3]) > addressBits(family)) return undefined;
      const isNegated = match[1] === "!";
      const [above, length] = [Number(match[2]), Number(match[3])];
      return (packet) => {
        const count = connections(packet, length);
        // Neither way for a packet that is not tracked (MikroTik's released kernel code, connlimit_match).
        return count !== undefined && count > above !== isNegated;
      };
    },
    psd: (value, family, { scans }) => {
      const settings = parseScanSettings(value);
      // No menu of IPv6 has it.
      if (settings === undefined || family === "ipv6") return undefined;
      return (packet) => scans(packet, settings);
    },
    random: (value, _, { draws }) => {
      if (!/^[1-9]\d?$/u.test(value)) return undefined;
      const percent = Number(value);
      return () => draws() * 100 < percent;
    },
    limit: (value) => {
      const match = /^([^,]+),(\d+)(?::(packet|bit))?$/u.exec(value);
      const settings = parseBucket(match?.[1] ?? "", match?.[2] ?? "");
      if (settings === undefined) return undefined;
      const isOfBits = match?.[3] === "bit";
      let bucket: TokenBucket | undefined;
      return ({ at, length }) => {
        bucket ??= tokenBucket(settings, at);
        return bucket.take(at, isOfBits ? length * 8 : 1);
      };
    },
    "dst-limit": (value) => {
      const [rate = "", burst = "", modeAndExpire = "", ...more] = value.split(",");
      const [mode = "", expireText = "10s"] = modeAndExpire.split("/");
      const settings = parseBucket(rate, burst);
      const expire = parseRouterTime(expireText);
      const keyOf = keys.get(mode);
      if (
        more.length > 0 ||
        settings === undefined ||
        expire === undefined ||
        keyOf === undefined
      ) {
        return undefined;
      }
      const buckets = new Map<string, TokenBucket>();
      let sweepAt = 1024;
      return (packet) => {
        const { at } = packet;
        const key = keyOf(packet);
        if (buckets.size >= sweepAt) {
          for (const [other, { asked }] of buckets) if (at - asked >= expire) buckets.delete(other);
          sweepAt = Math.max(1024, 2 * buckets.size);
        }
        const known = buckets.get(key);
        const isFresh = known !== undefined && at - known.asked < expire;
        const bucket = isFresh ? known : tokenBucket(settings, at);
        if (!isFresh) buckets.set(key, bucket);
        return bucket.take(at, 1);
      };
    },
  }),
);

/** What `dst-limit` counts apart; a packet without ports has none in its key. */
const keys: ReadonlyMap<string, (packet: RouterPacket) => string> = new Map(
  Object.entries({
    "dst-address": ({ destination }: RouterPacket) => String(destination),
    "dst-address-and-port": (packet: RouterPacket) => `${packet.destination} ${portOf(packet)}`,
    "src-address": ({ source }: RouterPacket) => String(source),
    "src-and-dst-addresses": ({ source, destination }: RouterPacket) => `${source} ${destination}`,
    "addresses-and-dst-port": (packet: RouterPacket) =>
      `${packet.source} ${packet.destination} ${portOf(packet)}`,
  }),
);

function portOf(packet: RouterPacket): string {
  return hasPorts(packet) ? String(packet.destinationPort) : "";
}
