import type fc from "fast-check";
import { compileToRuleset } from "../../src/compile.js";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.js";
import type { Ruleset, Verdict } from "../../src/ir/ruleset.js";
import type { Packet } from "../../src/simulate/packet.js";
import { policyEngine } from "../../src/simulate/policy-engine.js";
import { sourceFile } from "../../src/source/source-file.js";
import { deviceInterfaces } from "../../src/target/device-interfaces.js";
import { nftablesTarget } from "../../targets/nftables/index.js";
import type { NftProgram } from "../../targets/nftables/model.js";
import { nftEngine } from "../../targets/nftables/simulate/engine.js";
import { type PacketSketch, packetsOf } from "../arbitrary/packets.js";
import { policyText } from "../arbitrary/policy.js";
import { roomy, wholePolicyText } from "../nftables/arbitrary-whole.js";
import { type Exact, sidesOf } from "./sides.js";
import { meetingPolicy } from "./wire/policies.js";

interface Compiled {
  readonly ruleset: Ruleset;
  readonly program: NftProgram;
  readonly diagnostics: readonly Diagnostic[];
}

/** A kind of random policies. */
export interface NftKind {
  readonly name: string;
  readonly policies: fc.Arbitrary<string>;
  /** How many are tried as a rule. */
  readonly runs: number;
  /** Lists run full: by whole seconds the kernel has cleared expired entries away before the next packet comes. */
  readonly full: boolean;
}

export const nftKinds: readonly NftKind[] = [
  { name: "policies for all targets", policies: policyText(), runs: 300, full: false },
  {
    name: "policies of the whole language",
    policies: wholePolicyText({ scan: false, max: roomy }),
    runs: 600,
    full: false,
  },
  {
    name: "lists that run full",
    policies: wholePolicyText({ scan: false, max: 2 }),
    runs: 300,
    full: true,
  },
  {
    name: "few lists, addresses and ports, and long runs of ports",
    policies: meetingPolicy,
    runs: 300,
    full: true,
  },
];

/** Undefined for a policy that nftables cannot say, or only nearly. */
export function onNftables(text: string, full = false): Exact<NftProgram> | undefined {
  const whole = compiled(text);
  if (whole === undefined || isAskedAgain(whole) || (full && hasRoomsApart(whole)))
    return undefined;
  const { ruleset, program: own } = whole;
  const interfaces = deviceInterfaces(ruleset, ["nftables"]);
  return {
    ruleset,
    program: own,
    packets: (sketches) => {
      const paced = full ? sketches.map(bySeconds) : sketches;
      return packetsOf(paced, ruleset).filter((packet) => !isSpared(packet));
    },
    sides: (seed, program = own) =>
      sidesOf(
        seed,
        (world) => policyEngine(ruleset, { ...world, has }),
        (world) => nftEngine(program, world, interfaces),
      ),
  };
}

function compiled(text: string): Compiled | undefined {
  const { value: ruleset } = compileToRuleset(sourceFile("policy.sbn", text));
  const capabilities = nftablesTarget.capabilities(nftablesTarget.defaultVersion);
  if (ruleset === undefined || capabilities === undefined) return undefined;
  const { value: program, diagnostics } = nftablesTarget.lower(ruleset, capabilities);
  return program && { ruleset, program, diagnostics };
}

function bySeconds(sketch: PacketSketch): PacketSketch {
  return { ...sketch, gap: Math.ceil(sketch.gap / 1000) * 1000 };
}

/** nft(8), "Verdict statement" and "Reject statement". */
function has(verdict: Verdict, { protocol }: Packet): boolean {
  if (verdict.kind === "tarpit") return false;
  return verdict.kind !== "reject" || verdict.answer !== "tcp-reset" || protocol === "tcp";
}

/** LANGUAGE.md 8.11: of this Linux has rules before any of the policy's. */
function isSpared({ family, icmp }: Packet): boolean {
  return family === "ipv6" && icmp !== undefined && icmp.type >= 133 && icmp.type <= 137;
}

/** A list with a bound whose entries with a timer and without have rooms apart. */
function hasRoomsApart({ ruleset, program: { sets } }: Compiled): boolean {
  return ruleset.lists.some(
    ({ name, max }) =>
      max !== undefined &&
      sets.some(({ list, kind }) => list === name && kind === "kept") &&
      sets.some(({ list, kind }) => list === name && kind === "dynamic"),
  );
}

/** A base chain's `accept` does not spare from another one that is placed last. */
function isAskedAgain({ diagnostics }: Compiled): boolean {
  return diagnostics.some(
    ({ code, message }) => code === "SB5009" && message.includes("placed last"),
  );
}
