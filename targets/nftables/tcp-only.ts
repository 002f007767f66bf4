import type { Match } from "./model.js";

/**
 * A conjunction narrowed to TCP: nft refuses a rule whose protocols contradict each other, so those that
 * can only be of others are left out.
 *
 * @returns undefined when no TCP packet meets it
 */
export function narrowedToTcp(matches: readonly Match[]): readonly Match[] | undefined {
  const narrowed: Match[] = [];
  let known = false;
  for (const match of matches) {
    const own = tcpPartOf(match);
    if (own === undefined) return undefined;
    if (own.known) known = true;
    narrowed.push(own.match);
  }
  return known ? narrowed : [...narrowed, tcp];
}

/** Whether TCP or UDP can meet it. nft 1.0.6 crashes when it lists a rule that asks GRE for its ports. */
export function canHavePorts(matches: readonly Match[]): boolean {
  return matches.every((match) => {
    if (match.kind === "icmp" || match.kind === "neighbour-discovery") return false;
    if (match.kind !== "protocols") return true;
    return ["tcp", "udp"].some((one) => match.protocols.includes(one) !== match.negated);
  });
}

const tcp: Match = { kind: "protocols", negated: false, protocols: ["tcp"] };

/** @property known the match holds for TCP alone */
function tcpPartOf(match: Match): { readonly match: Match; readonly known: boolean } | undefined {
  switch (match.kind) {
    case "protocols": {
      if (match.protocols.includes("tcp") === match.negated) return undefined;
      // Another protocol than those that are not TCP is no condition on TCP: take TCP itself.
      return { match: tcp, known: true };
    }
    case "ports":
      return match.protocol === "tcp" ? { match, known: true } : undefined;
    case "shared-ports":
      return match.protocols.includes("tcp")
        ? {
            match: { kind: "ports", protocol: "tcp", negated: false, ports: match.ports },
            known: true,
          }
        : undefined;
    case "protocol-ports": {
      const ports = match.pairs.filter(({ protocol }) => protocol === "tcp");
      if (ports.length === 0) return undefined;
      const ranges = ports.map(({ range }) => range);
      return {
        match: { kind: "ports", protocol: "tcp", negated: false, ports: ranges },
        known: true,
      };
    }
    case "icmp":
    case "neighbour-discovery":
      return undefined;
    case "flags":
    case "some-flag":
      return { match, known: true };
    case "family":
    case "interface":
    case "set":
    case "without-meter":
    case "addresses":
    case "length":
    case "mac":
    case "low-port":
    case "states":
      return { match, known: false };
  }
}
