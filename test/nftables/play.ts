import { compileToRuleset } from "../../src/compile.js";
import { parseAddressText } from "../../src/net/address-text.js";
import type { EngineOptions, Passage } from "../../src/simulate/engine.js";
import type { Address, Packet } from "../../src/simulate/packet.js";
import { sourceFile } from "../../src/source/source-file.js";
import { nftablesTarget } from "../../targets/nftables/index.js";
import type { NftProgram } from "../../targets/nftables/model.js";
import { nftEngine } from "../../targets/nftables/simulate/engine.js";
import { usualPacket } from "../simulate/usual-packet.js";

/** A policy as nft's rules; a policy that does not lower is the test's own fault. */
export function lowered(text: string): NftProgram {
  const { value: ruleset, diagnostics: faults } = compileToRuleset(sourceFile("policy.sbn", text));
  const capabilities = nftablesTarget.capabilities(nftablesTarget.defaultVersion);
  const told = faults.map(({ message }) => message).join("\n");
  if (ruleset === undefined || capabilities === undefined) throw new Error(`${told}\n${text}`);
  const { value, diagnostics } = nftablesTarget.lower(ruleset, capabilities);
  if (value === undefined) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return value;
}

export function address(text: string): Address {
  const range = parseAddressText(text);
  if ("error" in range) throw new Error(text);
  return range.first;
}

/** What a packet is unless said otherwise: one that opens a TCP connection to port 22. */
function packet({ from, to, ...rest }: Sent = {}): Packet {
  const family = from?.includes(":") === true ? "ipv6" : "ipv4";
  const usual = family === "ipv4" ? ["198.51.100.1", "192.0.2.1"] : ["2001:db8::1", "2001:db8::2"];
  return {
    ...usualPacket,
    family,
    source: address(from ?? usual[0] ?? ""),
    destination: address(to ?? usual[1] ?? ""),
    ...rest,
  };
}

export interface Sent extends Partial<Omit<Packet, "source" | "destination" | "family">> {
  readonly from?: string;
  readonly to?: string;
}

export interface World {
  send(sent?: Sent): Passage;
  /** `drop`, `accept`, `reject`, or `pass` when it met no verdict. */
  verdict(sent?: Sent): string;
  /** The addresses in a list, as numbers that are told apart. */
  listed(list: string, at: number): ReadonlyMap<Address, number>;
}

/** The engine of a program; interfaces are called on the device as in the policy. */
export function worldOf(program: NftProgram, options: Partial<EngineOptions> = {}): World {
  const all = { draws: () => 0, connections: () => 1, ...options };
  const engine = nftEngine(program, all, (name) => ({ names: [name], lists: [] }));
  const send: World["send"] = (sent) => engine.play(packet(sent));
  return {
    send,
    verdict: (sent) => send(sent).verdict?.kind ?? "pass",
    listed: (list, at) => engine.entries(at).get(list) ?? new Map(),
  };
}

export function policyWorld(text: string, options: Partial<EngineOptions> = {}): World {
  return worldOf(lowered(text), options);
}
