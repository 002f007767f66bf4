import { parseIPv4, parseIPv6 } from "../../../src/net/address.js";
import { connectionStates } from "../../../src/net/connection-state.js";
import type { Family } from "../../../src/net/family.js";
import { tcpFlags } from "../../../src/net/tcp-flags.js";
import { protocolNumber } from "../simulate/protocols.js";
import type { RouterEngine, RouterPassage } from "../simulate/router-engine.js";
import type { RouterPacket } from "../simulate/router-packet.js";
import { type Answer, bad, type Checked, good, trapOf, trapped } from "./answer.js";

/**
 * `/sinbin/lab/play`, which RouterOS has not: lets a packet run through the lab's rules, so that its lists fill.
 * What enters by `input` or `forward` goes through raw prerouting first.
 */
export function play(
  attributes: ReadonlyMap<string, string>,
  engine: RouterEngine,
  now: number,
): Answer {
  const packet = packetOf(attributes, now);
  if (!packet.ok) return trapped(packet.trap);
  const { verdict, logs, unknown } = run(packet.value, engine);
  const answer = verdict?.kind === "reject" ? [["reject-with", verdict.answer] as const] : [];
  const missing = unknown.map(({ row, property }) => `${row.id} ${property}`).join(",");
  return {
    kind: "rows",
    rows: [
      [
        ["verdict", verdict?.kind ?? "none"],
        ...answer,
        ["logs", logs.join(",")],
        // Matchers that this lab can't answer did not match.
        ...(missing === "" ? [] : [["unknown", missing] as const]),
      ],
    ],
  };
}

function run(packet: RouterPacket, engine: RouterEngine): RouterPassage {
  if (packet.hook !== "input" && packet.hook !== "forward") return engine.play(packet);
  const early = engine.play({ ...packet, hook: "prerouting", out: { name: "", lists: [] } });
  const isOver = early.verdict !== undefined && early.verdict.kind !== "accept";
  if (isOver) return early;
  const late = engine.play(packet);
  const unknown = [...early.unknown, ...late.unknown];
  return { verdict: late.verdict, logs: [...early.logs, ...late.logs], unknown };
}

const hooks = ["input", "forward", "output", "prerouting"] as const;

/** The names are those of a trace's columns, and `hook`. */
function packetOf(attributes: ReadonlyMap<string, string>, at: number): Checked<RouterPacket> {
  const unknown = [...attributes.keys()].find((name) => !names.has(name));
  if (unknown !== undefined) return bad(trapOf(`unknown parameter ${unknown}`, "missing"));
  const text = (name: string): string | undefined => attributes.get(name) || undefined;
  const invalid = (name: string): Checked<never> =>
    bad(trapOf(`invalid value for argument ${name}`, "value"));

  const family: Family = text("src")?.includes(":") === true ? "ipv6" : "ipv4";
  const source = addressOf(text("src") ?? "", family);
  if (source === undefined) return invalid("src");
  const destination = addressOf(text("dst") ?? (family === "ipv4" ? "0.0.0.0" : "::"), family);
  if (destination === undefined) return invalid("dst");
  const hook = hooks.find((one) => one === (text("hook") ?? "input"));
  if (hook === undefined) return invalid("hook");
  const name = text("proto") ?? "tcp";
  const protocol = protocolNumber(name === "icmp" && family === "ipv6" ? "icmpv6" : name);
  if (protocol === undefined) return invalid("proto");
  const state = connectionStates.find((one) => one === (text("state") ?? "new"));
  if (state === undefined) return invalid("state");
  const port = numberIn(text("dport"), 65_535);
  if (port === "bad") return invalid("dport");
  const sourcePort = numberIn(text("sport"), 65_535);
  if (sourcePort === "bad") return invalid("sport");
  const length = numberIn(text("length") ?? "60", 65_535);
  if (length === "bad" || length === undefined) return invalid("length");
  const given = text("flags")?.split(/[,|]/u) ?? (name === "tcp" && state === "new" ? ["syn"] : []);
  const flags = tcpFlags.filter((flag) => given.includes(flag));
  if (flags.length !== given.length) return invalid("flags");
  const [type, code = 0] = (text("icmp") ?? "8:0").split(":").map(Number);
  if (type === undefined || !Number.isInteger(type) || !Number.isInteger(code)) {
    return invalid("icmp");
  }
  return good({
    at,
    hook,
    family,
    source,
    destination,
    protocol,
    sourcePort,
    destinationPort: port,
    icmp: name.startsWith("icmp") ? { type, code } : undefined,
    state,
    in: { name: text("in") ?? "", lists: text("in-lists")?.split(",") ?? [] },
    out: { name: text("out") ?? "", lists: text("out-lists")?.split(",") ?? [] },
    length,
    flags,
    mac: text("mac")?.toLowerCase(),
  });
}

const names: ReadonlySet<string> = new Set([
  ...["hook", "src", "dst", "proto", "dport", "sport", "state", "in", "in-lists", "out"],
  ...["out-lists", "length", "flags", "icmp", "mac"],
]);

function addressOf(text: string, family: Family): number | bigint | undefined {
  return family === "ipv4" ? parseIPv4(text) : parseIPv6(text);
}

function numberIn(text: string | undefined, most: number): number | "bad" | undefined {
  if (text === undefined) return undefined;
  return /^\d{1,5}$/u.test(text) && Number(text) <= most ? Number(text) : "bad";
}
