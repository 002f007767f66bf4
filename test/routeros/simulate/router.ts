import { parseIPv4, parseIPv6 } from "../../../src/net/address.js";
import {
  type RouterEngine,
  routerEngine,
  type RouterPassage,
  type RouterWorld,
} from "../../../targets/routeros/simulate/router-engine.js";
import type { RouterPacket } from "../../../targets/routeros/simulate/router-packet.js";
import { emptyRouter, type RouterState } from "../../../targets/routeros/simulate/state.js";

export interface TestRouter {
  readonly state: RouterState;
  readonly engine: RouterEngine;
  /** A new SSH connection from 192.0.2.7 by ether1, but for what is said. */
  play(changes?: Partial<RouterPacket>): RouterPassage;
  /** `drop`, `accept`, `reject icmp-…`, or `none`. */
  verdict(changes?: Partial<RouterPacket>): string;
}

/**
 * A router with rules in the menus of IPv4 and IPv6 alike, written as on the console: the table where it is raw,
 * then words without spaces.
 */
export function routerWith(rules: readonly string[], world: Partial<RouterWorld> = {}): TestRouter {
  const state = emptyRouter();
  for (const rule of rules) {
    const words = rule.split(" ");
    const table = words[0] === "raw" ? "raw" : "filter";
    const properties = words
      .filter((word) => word !== "raw")
      .map((word) => [word.slice(0, word.indexOf("=")), word.slice(word.indexOf("=") + 1)]);
    for (const family of ["ipv4", "ipv6"] as const) {
      state[family][table].add(Object.fromEntries(properties));
    }
  }
  const engine = routerEngine(state, { draws: () => 0.5, connections: () => 1, ...world });
  const play = (changes: Partial<RouterPacket> = {}): RouterPassage =>
    engine.play({ ...usual, ...(changes.family === "ipv6" ? usualIPv6 : {}), ...changes });
  return {
    state,
    engine,
    play,
    verdict: (changes) => {
      const { verdict } = play(changes);
      if (verdict === undefined) return "none";
      return verdict.kind === "reject" ? `reject ${verdict.answer}` : verdict.kind;
    },
  };
}

export const ip = (text: string): number | bigint => parseIPv4(text) ?? parseIPv6(text)!;

const usual: RouterPacket = {
  at: 0,
  hook: "input",
  family: "ipv4",
  source: ip("192.0.2.7"),
  destination: ip("198.51.100.1"),
  protocol: 6,
  sourcePort: 50_000,
  destinationPort: 22,
  state: "new",
  in: { name: "ether1", lists: ["WAN"] },
  out: { name: "", lists: [] },
  length: 60,
  flags: ["syn"],
  mac: "02:00:00:aa:bb:cc",
};

const usualIPv6 = { source: ip("2001:db8::7"), destination: ip("2001:db8:1::1") };
