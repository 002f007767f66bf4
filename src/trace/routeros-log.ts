import { connectionStates } from "../net/connection-state.js";
import { type TcpFlag, tcpFlags } from "../net/tcp-flags.js";
import { parseHost, parsePort } from "./addresses.js";
import { aside, type InterfaceNames, type LineReader, wrong } from "./line-reader.js";
import { packetOf, parseProtocol, stateOf } from "./packet-of.js";
import { stampReader } from "./time-stamps.js";

const message = /\bin:(\S.*?) out:(\S.*?),? (?=connection-state:|src-mac|proto )(.*)$/u;
const protocolField = /\bproto (\S+?)(?: \(([^)]*)\))?, /u;
const addresses =
  /, (\[?[0-9a-fA-F.:]+?\]?)(?::(\d+))?->(\[?[0-9a-fA-F.:]+?\]?)(?::(\d+))?(?:,|$)/u;

/**
 * The firewall topic of RouterOS's log, from the console or by syslog:
 * `input: in:ether1 out:(unknown 0), connection-state:new src-mac …, proto TCP (SYN), A:P->B:Q, len 60`.
 */
export function routerosLogReader(interfaceNamed: InterfaceNames): LineReader {
  const stamps = stampReader();
  return (line) => {
    const [, inward = "", outward = "", rest] = message.exec(line) ?? [];
    if (rest === undefined) return aside;
    const stamp = stamps(line);
    if (stamp === undefined)
      return wrong(line, "there is no date and time at the start of the line");
    const [, name = "", detail = ""] = protocolField.exec(rest) ?? [];
    const protocol = parseProtocol(name);
    if (protocol === undefined) {
      return name === "" ? wrong(line, "there is no `proto`") : aside;
    }
    const [, from = "", , to = "", port] = addresses.exec(rest) ?? [];
    const source = hostOf(from);
    if (source === undefined) return wrong(line, "there is no `source->destination` of addresses");
    const destination = hostOf(to);
    const flags = protocol === "tcp" ? flagsOf(detail) : [];
    const named = /connection-state:([a-z]+)/u.exec(rest)?.[1];
    const [, type, code] = /type (\d+), code (\d+)/u.exec(detail) ?? [];
    return {
      kind: "packet",
      time: stamp.time,
      packet: packetOf({
        source,
        destination: destination?.family === source.family ? destination : undefined,
        protocol,
        port: parsePort(port ?? ""),
        icmp: type === undefined ? undefined : { type: Number(type), code: Number(code) },
        state: connectionStates.find((state) => state === named) ?? stateOf(flags),
        in: interfaceNamed(inward),
        out: interfaceNamed(outward),
        length: parsePort(/\blen (\d+)/u.exec(rest)?.[1] ?? ""),
        flags: flags.length > 0 ? flags : undefined,
        mac: /src-mac ([0-9a-fA-F:]{17})/u.exec(rest)?.[1]?.toLowerCase(),
      }),
    };
  };
}

/** An IPv6 address with a port stands in brackets. */
function hostOf(text: string): ReturnType<typeof parseHost> {
  return parseHost(text.replace(/^\[|\]$/gu, ""));
}

/** `SYN,ACK`. */
function flagsOf(text: string): readonly TcpFlag[] {
  const words = text.toLowerCase().split(/[^a-z]+/u);
  return tcpFlags.filter((flag) => words.includes(flag));
}
