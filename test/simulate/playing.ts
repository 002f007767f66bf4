import { compileToRuleset } from "../../src/compile.js";
import { hasErrors } from "../../src/diagnostics/diagnostic.js";
import type { Ruleset } from "../../src/ir/ruleset.js";
import { parseAddressText } from "../../src/net/address-text.js";
import { formatAddress } from "../../src/net/address.js";
import { verdictText } from "../../src/simulate/actions.js";
import { seededDraws } from "../../src/simulate/draws.js";
import type { Engine, Step } from "../../src/simulate/engine.js";
import type { Packet } from "../../src/simulate/packet.js";
import { type PolicyOptions, policyEngine } from "../../src/simulate/policy-engine.js";
import { positionOf, sourceFile } from "../../src/source/source-file.js";
import { usualPacket } from "./usual-packet.js";

/** A packet in short: an ssh connection at `input`, but for what is said. */
export interface Told extends Partial<Omit<Packet, "family" | "source" | "destination">> {
  /** In seconds. */
  readonly t?: number;
  readonly from?: string;
  readonly to?: string;
}

function packet({ t = 0, from = "203.0.113.7", to, ...rest }: Told = {}): Packet {
  const source = parseAddressText(from);
  if ("error" in source) throw new Error(from);
  const destination = parseAddressText(
    to ?? (source.family === "ipv4" ? "192.0.2.1" : "2001:db8::1"),
  );
  if ("error" in destination) throw new Error(to);
  return {
    ...usualPacket,
    at: t * 1000,
    family: source.family,
    source: source.first,
    destination: destination.first,
    ...rest,
  };
}

function rulesetOf(text: string): Ruleset {
  const { value, diagnostics } = compileToRuleset(sourceFile("edge.sbn", text));
  if (value === undefined || hasErrors(diagnostics)) {
    throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  }
  return value;
}

export interface Play {
  readonly engine: Engine;
  /** The verdict in words, or `-` when there is none. */
  readonly play: (told?: Told) => string;
  /** Prefixes of the log lines since it was asked last. */
  readonly logs: () => readonly string[];
  /** Who is in a list at a time in seconds: `203.0.113.7 60` is seen for another minute. */
  readonly entries: (list: string, t: number) => readonly string[];
  /** What was watched since it was asked last: `3: its state is established`, `4! drop`. */
  readonly steps: () => readonly string[];
}

/** A policy at work; draws are seeded unless given. */
export function playing(text: string, options: Partial<PolicyOptions> = {}): Play {
  let steps: Step[] = [];
  const logs: string[] = [];
  const engine = policyEngine(rulesetOf(text), {
    draws: seededDraws(1),
    connections: () => undefined,
    watch: (step) => steps.push(step),
    ...options,
  });
  return {
    engine,
    play: (told) => {
      const passage = engine.play(packet(told));
      logs.push(...passage.logs);
      return passage.verdict === undefined ? "-" : verdictText(passage.verdict);
    },
    logs: () => logs.splice(0),
    entries: (list, t) =>
      [...(engine.entries(t * 1000).get(list) ?? [])]
        .map(([address, until]) => {
          const family = typeof address === "number" ? "ipv4" : "ipv6";
          return `${formatAddress(family, address)} ${until / 1000 - t}`;
        })
        .sort(),
    steps: () => {
      const told = steps.map((step) => {
        const line = step.rule === undefined ? "?" : positionOf(step.rule).line;
        return step.kind === "missed"
          ? `${line}: ${step.because}`
          : `${line}! ${step.did.join(", ")}`;
      });
      steps = [];
      return told;
    },
  };
}

/** Draws that were decided beforehand; one too many is an error. */
export function theseDraws(...draws: readonly number[]): () => number {
  const left = [...draws];
  return () => {
    const draw = left.shift();
    if (draw === undefined) throw new Error("a draw too many");
    return draw;
  };
}
