import { problem, type Problem } from "../../../src/device/problem.js";
import type { Ruleset } from "../../../src/ir/ruleset.js";
import { parseIPv4, parseIPv6 } from "../../../src/net/address.js";
import type { Family } from "../../../src/net/family.js";
import { type Danger, dangersOf, type PacketSketch } from "../../../src/simulate/dangers.js";
import type { HostState, Session } from "./read-host.js";

/**
 * The rules of a policy that may shut out the ssh session by which it is pushed, or another one like it. A connection
 * that gets through proves little, so the way of both is walked through the policy's rules. Other tables of the host
 * are not looked at: what they drop, they dropped before.
 */
export function lockouts(ruleset: Ruleset, { session, addresses }: HostState): readonly Problem[] {
  if (session === undefined) return [];
  const { client, server } = session;
  // Loopback is spared by every policy, and a host's own addresses are reached by it.
  if (client === server || addresses.includes(client)) return [];
  const found = new Map<string, Problem>();
  for (const packet of managementPackets(session)) {
    for (const danger of dangersOf(ruleset, packet, ({ kind }) => kind !== "tarpit")) {
      const told = tell(danger, session);
      found.set(`${told.message} ${danger.rule.origin.start}`, told);
    }
  }
  return [...found.values()];
}

/** A new connection to sshd, the open one, and what the host answers. */
function managementPackets(session: Session): readonly PacketSketch[] {
  const family: Family = session.client.includes(":") ? "ipv6" : "ipv4";
  const parse = family === "ipv4" ? parseIPv4 : parseIPv6;
  const [us, host] = [parse(session.client), parse(session.server)];
  // A link-local address has its interface behind it.
  if (us === undefined || host === undefined) return [];
  const usual = { family, protocol: "tcp", icmp: undefined } as const;
  const towards = { ...usual, source: us, destination: host, port: session.serverPort };
  const back = { ...usual, source: host, destination: us, port: session.clientPort };
  const opening = { lengths: { first: 40, last: 120 } };
  const open = { lengths: { first: 40, last: 65_535 }, state: "established" } as const;
  return [
    { ...towards, ...opening, hook: "prerouting", state: "new", flags: ["syn"] },
    { ...towards, ...opening, hook: "input", state: "new", flags: ["syn"] },
    { ...towards, ...open, hook: "prerouting", flags: ["ack"] },
    { ...towards, ...open, hook: "input", flags: ["ack"] },
    { ...back, ...open, ...opening, hook: "output", flags: ["syn", "ack"] },
    { ...back, ...open, hook: "output", flags: ["ack"] },
  ];
}

function tell(
  { rule, verdict, certainty, because }: Danger,
  { client: address, serverPort: port }: Session,
): Problem {
  const on = [...new Set(because)].join(", ");
  const said = (how: string) => ({ address, port, how });
  switch (certainty) {
    case "certain":
      return problem("SB6012", said(`it is certain to come to ${verdict}`), rule.origin);
    case "luck":
      return problem("SB6012", said(`it comes to ${verdict} if ${on} go against it`), rule.origin);
    case "unknown":
      return problem("SB6019", said(`it comes to ${verdict} if ${on} hold`), rule.origin);
  }
}
