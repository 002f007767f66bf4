import { tcpFlags } from "../net/tcp-flags.js";
import { parseHost, parsePort } from "./addresses.js";
import { aside, type InterfaceNames, type LineReader, wrong } from "./line-reader.js";
import { packetOf, parseProtocol, stateOf } from "./packet-of.js";
import { stampReader } from "./time-stamps.js";

const dmesg = /\[\s*(\d+\.\d+)\]/u;

/** What the kernel's `log` writes (net/netfilter/nf_log_syslog.c), by way of UFW, nftables or iptables. */
export function kernelLogReader(interfaceNamed: InterfaceNames): LineReader {
  const stamps = stampReader();
  return (line) => {
    if (!line.includes("SRC=")) return aside;
    const stamp = stamps(line);
    if (stamp === undefined) return wrong(line, "there is no time at the start of the line");
    // The packet inside an ICMP error stands in brackets after it.
    const own = stamp.rest.replace(dmesg, "").replace(/\[SRC=.*$/u, "");
    // The first of a name: UDP has a length of its own after that of the packet.
    const fields = new Map(
      [...own.matchAll(/\b([A-Z]+)=(\S*)/gu)].reverse().map((match) => [match[1], match[2] ?? ""]),
    );
    const words = own.toLowerCase().split(/\s+/u);

    const source = parseHost(fields.get("SRC") ?? "");
    if (source === undefined)
      return wrong(line, "SRC= is not an address", `SRC=${fields.get("SRC") ?? ""}`);
    const destination = parseHost(fields.get("DST") ?? "");
    const protocol = parseProtocol(nameOf(fields.get("PROTO") ?? ""));
    if (protocol === undefined) {
      // A protocol that the language has no name for is no packet that a policy could ask about.
      return fields.has("PROTO") ? aside : wrong(line, "there is no PROTO=");
    }
    const flags = tcpFlags.filter((flag) => words.includes(flag));
    const state = protocol === "tcp" ? stateOf(flags) : "new";
    const type = parsePort(fields.get("TYPE") ?? "");
    const code = parsePort(fields.get("CODE") ?? "") ?? 0;
    return {
      kind: "packet",
      time: stamp.time,
      packet: packetOf({
        source,
        destination: destination?.family === source.family ? destination : undefined,
        protocol,
        port: protocol === "icmp" ? undefined : parsePort(fields.get("DPT") ?? ""),
        icmp: type === undefined ? undefined : { type, code },
        state,
        in: interfaceNamed(fields.get("IN") ?? ""),
        out: interfaceNamed(fields.get("OUT") ?? ""),
        length: parsePort(fields.get("LEN") ?? ""),
        flags: protocol === "tcp" && flags.length > 0 ? flags : undefined,
        mac: sourceMac(fields.get("MAC") ?? ""),
      }),
    };
  };
}

/** Protocols that the kernel has no name for are numbers. */
function nameOf(text: string): string {
  return numbers[text] ?? text;
}

const numbers: Readonly<Record<string, string>> = {
  "2": "igmp",
  "47": "gre",
  "89": "ospf",
  "103": "pim",
  "112": "vrrp",
  "115": "l2tp",
};

/** `MAC=` is the Ethernet header: destination, source, type. */
function sourceMac(text: string): string | undefined {
  const bytes = text.split(":");
  return bytes.length === 14 ? bytes.slice(6, 12).join(":").toLowerCase() : undefined;
}
