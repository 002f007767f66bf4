import { formatAddress } from "../../src/net/address.js";
import { readTrace, type TraceFormat } from "../../src/trace/read-trace.js";

const names = new Map([
  ["eth0", "wan"],
  ["ether1", "wan"],
]);

/** What a trace says, an item a line: `2 1.5 203.0.113.7 tcp/22 new`, and `3:5 why` for what is wrong. */
export function readingOf(text: string, format?: TraceFormat): readonly string[] {
  const read = readTrace(text.split("\n"), format, (name) => names.get(name));
  if (read === undefined) return ["unknown"];
  const items = [...read.items].map((item) => {
    if (item.kind === "wrong") return `${item.line}:${item.start + 1}-${item.end + 1} ${item.why}`;
    if (item.kind === "login")
      return `login ${formatAddress(typeof item.source === "number" ? "ipv4" : "ipv6", item.source)}`;
    const { packet } = item;
    const icmp = packet.icmp && `${packet.icmp.type}:${packet.icmp.code}`;
    const more = [
      packet.in && `in ${packet.in}`,
      packet.out && `out ${packet.out}`,
      packet.destination > 0 && `to ${formatAddress(packet.family, packet.destination)}`,
      packet.length !== 60 && `length ${packet.length}`,
      packet.protocol === "tcp" &&
        packet.flags.join() !== "syn" &&
        `flags ${packet.flags.join(" ")}`,
      packet.mac && `mac ${packet.mac}`,
      item.isLate && "late",
    ].filter((word) => typeof word === "string");
    const service = `${packet.protocol}/${icmp ?? packet.port ?? ""}`;
    return [
      item.line,
      packet.at / 1000,
      formatAddress(packet.family, packet.source),
      service,
      packet.state,
      ...more,
    ].join(" ");
  });
  return [read.format, ...items];
}
