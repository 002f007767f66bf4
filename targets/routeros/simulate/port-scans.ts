import { parseRouterTime } from "./router-time.js";
import { tcp, udp } from "./protocols.js";
import type { RouterPacket } from "./router-packet.js";

/** `psd=W,D,L,H`: the weight of a scan, how long ports count, the weight of a port below 1024 and of another. */
export interface ScanSettings {
  readonly threshold: number;
  /** 1/100 s, the kernel's own unit. */
  readonly delay: number;
  readonly low: number;
  readonly high: number;
}

export function parseScanSettings(value: string): ScanSettings | undefined {
  const match = /^(\d{1,9}),([^,]+),(\d{1,9}),(\d{1,9})$/u.exec(value);
  const delay = parseRouterTime(match?.[2] ?? "");
  if (match === null || delay === undefined) return undefined;
  const [threshold, low, high] = [match[1], match[3], match[4]].map(Number);
  if (threshold === undefined || low === undefined || high === undefined) return undefined;
  return { threshold, delay: hundredths(delay), low, high };
}

/** What the router knows of one source. */
interface Trail {
  readonly source: number | bigint;
  last: number;
  weight: number;
  readonly ports: number[];
}

const mostPorts = 21;
const mostSources = 256;

/**
 * What all `psd` rules of a router share: one table of sources, so that two rules which see one packet disturb each
 * other (MikroTik's released kernel code, ipt_psd.c; IPv4 alone). Its hash chains hold 16 sources each at most; which
 * sources meet in a chain hangs on the processor's byte order, and is left out.
 */
export function portScans(): (packet: RouterPacket, settings: ScanSettings) => boolean {
  const trails = new Map<number | bigint, Trail>();
  /** In the order in which they were begun; the place of the oldest is taken next, also where its trail is lost. */
  const places: (Trail | undefined)[] = [];
  let next = 0;

  const begin = (trail: Trail): void => {
    const former = places[next];
    if (former !== undefined && trails.get(former.source) === former) trails.delete(former.source);
    places[next] = trail;
    next = (next + 1) % mostSources;
    trails.set(trail.source, trail);
  };

  return ({ at, source, protocol, destinationPort: port, flags }, settings) => {
    if ((protocol !== tcp && protocol !== udp) || port === undefined) return false;
    if (source === 0) return false;
    const now = hundredths(at);
    const weight = port < 1024 ? settings.low : settings.high;
    const isAnswer = flags.includes("ack");

    let trail = trails.get(source);
    if (trail !== undefined && now - trail.last > settings.delay) {
      trails.delete(source);
      trail = undefined;
    }
    if (trail === undefined) {
      if (!isAnswer) begin({ source, last: now, weight, ports: [port] });
      return false;
    }
    if (trail.ports.includes(port)) return false;
    if (isAnswer || flags.includes("rst")) return false;
    trail.last = now;
    if (trail.weight >= settings.threshold) return true;
    trail.weight += weight;
    if (trail.weight >= settings.threshold) return true;
    if (trail.ports.length < mostPorts) trail.ports.push(port);
    return false;
  };
}

function hundredths(milliseconds: number): number {
  return Math.floor(milliseconds / 10);
}
