import type { PortScan } from "../net/port-scan.js";
import { expiring, type Lasting } from "./expiring.js";
import type { Address, Packet } from "./packet.js";

/** What is known of one source. */
interface Record extends Lasting {
  last: number;
  weight: number;
  readonly ports: number[];
}

const mostPorts = 21;

/**
 * RouterOS `psd` (netfilter's ipt_psd): one table for all rules that ask. A source's ports add up as long as each
 * new one comes within the delay; after that all is forgotten at once. RouterOS has room for 256 sources, which is
 * a bound of that device and not of the meaning.
 * @param delays of all rules that ask, in milliseconds
 */
export function portScans(delays: readonly number[]): (scan: PortScan, packet: Packet) => boolean {
  const longest = Math.max(0, ...delays);
  const records = expiring<Address, Record>();

  return (scan, { at, source, protocol, port, flags }) => {
    if ((protocol !== "tcp" && protocol !== "udp") || port === undefined) return false;
    if (source === 0 || source === 0n) return false;
    const weight = port < 1024 ? scan.low : scan.high;
    const isAnswer = flags.includes("ack");
    const record = records.find(source, at);

    if (record === undefined || at - record.last > scan.delay.milliseconds) {
      if (record !== undefined) records.extend(source, record, at);
      // The first packet only opens the record, whatever it weighs.
      const until = endOf(at, longest);
      if (!isAnswer)
        records.put(source, { until, due: until, last: at, weight, ports: [port] }, at);
      return false;
    }
    if (record.ports.includes(port)) return false;
    // TCP that answers somebody.
    if (isAnswer || flags.includes("rst")) return false;
    record.last = at;
    records.extend(source, record, endOf(at, longest));
    if (record.weight >= scan.threshold) return true;
    record.weight += weight;
    if (record.weight >= scan.threshold) return true;
    if (record.ports.length < mostPorts) record.ports.push(port);
    return false;
  };
}

/** A packet exactly at the delay still counts, so a record ends just after it. */
function endOf(last: number, delay: number): number {
  return last + delay + 1;
}
