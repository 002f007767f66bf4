import type { HookPoint, Matcher, Ruleset } from "../ir/ruleset.js";
import type { Address, Packet } from "../simulate/packet.js";
import { type Obstacle, type Passages, passagesOf } from "./climb.js";
import { matchSubject } from "./match-subject.js";
import type { Memory } from "./memory.js";
import type { Subject } from "./subject.js";

export type PacketClasses = (packet: Subject["packet"]) => Passages | Obstacle;

/** So many answers are kept; a trace may have any number of addresses and ports. */
const mostKept = 100_000;

/**
 * What packets can do, looked up: packets that no condition of the policy tells apart are of one class, and a class is
 * worked out once.
 */
export function packetClasses(
  ruleset: Ruleset,
  memory: Memory,
  path: readonly HookPoint[],
): PacketClasses {
  const matchers = distinctMatchers(ruleset);
  const parts = {
    source: matchers.filter((matcher) => isAbout(matcher, "source")),
    destination: matchers.filter((matcher) => isAbout(matcher, "destination")),
    rest: matchers.filter(({ kind }) => kind !== "address"),
  };
  const asks = new Set(matchers.map(({ kind }) => kind));
  const answersTo = (asked: readonly Matcher[], packet: Subject["packet"]): string =>
    asked
      .map((matcher) => {
        const finding = matchSubject(ruleset, { packet, path }, matcher);
        return finding.kind === "settled" && finding.holds ? "1" : "0";
      })
      .join("");
  const known = {
    source: kept<Address>((packet) => answersTo(parts.source, packet)),
    destination: kept<Address>((packet) => answersTo(parts.destination, packet)),
    rest: kept<string>((packet) => answersTo(parts.rest, packet)),
  };
  const classes = new Map<string, Passages | Obstacle>();
  return (packet) => {
    const header = headerOf(packet, asks);
    const name = `${packet.family} ${known.source(packet.source, packet)} ${known.destination(packet.destination, packet)} ${known.rest(header, packet)}`;
    const found = classes.get(name) ?? passagesOf(ruleset, memory, { packet, path });
    classes.set(name, found);
    return found;
  };
}

/** As much of a packet, beside its addresses, as any condition asks for. */
function headerOf(packet: Packetlike, asks: ReadonlySet<Matcher["kind"]>): string {
  const { family, protocol, port, icmp, state } = packet;
  const more = [
    asks.has("interface") ? `${packet.in ?? ""}>${packet.out ?? ""}` : "",
    asks.has("length") ? packet.length : "",
    asks.has("flags") ? packet.flags.join() : "",
    asks.has("mac") ? packet.mac : "",
  ].join(" ");
  return `${family} ${protocol} ${port ?? ""} ${icmp?.type ?? ""}:${icmp?.code ?? ""} ${state} ${more}`;
}

/** An answer about a packet, by what of it was asked. */
type Kept<Key> = (key: Key, packet: Packetlike) => string;

type Packetlike = Omit<Packet, "at" | "hook">;

function kept<Key>(answer: (packet: Packetlike) => string): Kept<Key> {
  const answers = new Map<Key, string>();
  return (key, packet) => {
    const known = answers.get(key);
    if (known !== undefined) return known;
    if (answers.size >= mostKept) answers.clear();
    const found = answer(packet);
    answers.set(key, found);
    return found;
  };
}

/** Each condition of the policy once, and those that are asked of a packet by itself. */
function distinctMatchers({ chains }: Ruleset): readonly Matcher[] {
  const known = new Map<string, Matcher>();
  const all = [
    ...chains.flatMap(({ hook }) => hook?.interfaces ?? []),
    ...chains.flatMap(({ rules }) => rules.flatMap((rule) => rule.matchers)),
  ];
  for (const matcher of all) known.set(keyOf(matcher), matcher);
  return [...known.values()];
}

function isAbout(matcher: Matcher, side: "source" | "destination"): boolean {
  return matcher.kind === "address" && matcher.side === side;
}

function keyOf(matcher: Matcher): string {
  switch (matcher.kind) {
    case "interface":
      return `${matcher.direction} ${String(matcher.negated)} ${matcher.interface.name}`;
    case "address":
      return matcher.operand.kind === "list"
        ? `${matcher.side} ${String(matcher.negated)} ${matcher.operand.list}`
        : `${matcher.side} ${String(matcher.negated)} {${String(matcher.operand.addresses.ipv4)};${String(matcher.operand.addresses.ipv6)}}`;
    case "connections":
      return `connections ${String(matcher.above)}`;
    case "mac":
    case "length":
    case "service":
    case "flags":
    case "state":
    case "scan":
      return JSON.stringify(matcher);
  }
}
