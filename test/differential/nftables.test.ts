/**
 * A policy's meaning and nft's rules, each by its own laws, come to the same for the same packets, draws and
 * connections: verdicts, log lines, entries and how often was drawn. Neither side knows of the other.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compileToRuleset } from "../../src/compile.js";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.js";
import type { Ruleset, Verdict } from "../../src/ir/ruleset.js";
import { addressBits } from "../../src/net/address.js";
import { seededDraws } from "../../src/simulate/draws.js";
import type { Connections, Draws, Engine, EngineOptions } from "../../src/simulate/engine.js";
import type { Packet } from "../../src/simulate/packet.js";
import { policyEngine } from "../../src/simulate/policy-engine.js";
import { sourceFile } from "../../src/source/source-file.js";
import { deviceInterfaces } from "../../src/target/device-interfaces.js";
import { nftablesTarget } from "../../targets/nftables/index.js";
import type { NftProgram } from "../../targets/nftables/model.js";
import { packetSketch, packetsOf } from "../arbitrary/packets.js";
import { policyText } from "../arbitrary/policy.js";
import { wholePolicyText } from "../nftables/arbitrary-whole.js";

interface Compiled {
  readonly ruleset: Ruleset;
  readonly program: NftProgram;
  readonly diagnostics: readonly Diagnostic[];
}

function compiled(text: string): Compiled {
  const { value: ruleset } = compileToRuleset(sourceFile("policy.sbn", text));
  const capabilities = nftablesTarget.capabilities(nftablesTarget.defaultVersion);
  if (ruleset === undefined || capabilities === undefined) throw new Error(text);
  const { value: program, diagnostics } = nftablesTarget.lower(ruleset, capabilities);
  if (program === undefined) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return { ruleset, program, diagnostics };
}

/** nft(8), "Verdict statement" and "Reject statement". */
function has(verdict: Verdict, { protocol }: Packet): boolean {
  if (verdict.kind === "tarpit") return false;
  return verdict.kind !== "reject" || verdict.answer !== "tcp-reset" || protocol === "tcp";
}

/** Few and many, of a source or its network, the same whenever it is asked; a whole address is no network. */
const connections: Connections = ({ source, family, state, port }, _, length) =>
  state === "untracked"
    ? undefined
    : Number(BigInt(source) % 5n) * 9 +
      ((port ?? 0) % 3) +
      (length === addressBits(family) ? 0 : (length ?? 0));

/** LANGUAGE.md 8.11: of this Linux has rules before any of the policy's. */
function isSpared({ family, icmp }: Packet): boolean {
  return family === "ipv6" && icmp !== undefined && icmp.type >= 133 && icmp.type <= 137;
}

function counted(draws: Draws): { readonly draws: Draws; readonly count: () => number } {
  let count = 0;
  return {
    draws: () => {
      count++;
      return draws();
    },
    count: () => count,
  };
}

function entriesAt(engine: Engine, at: number): readonly string[] {
  return [...engine.entries(at)]
    .flatMap(([list, entries]) =>
      [...entries].map(([address, until]) => `${list} ${address} ${until}`),
    )
    .sort();
}

interface Sides {
  readonly policy: Engine;
  readonly table: Engine;
  /** How often each has drawn, and whom it has listed since it was asked last. */
  done(): readonly [Done, Done];
}

interface Done {
  readonly draws: number;
  readonly listed: readonly string[];
}

function sidesOf({ ruleset, program }: Compiled, seed: number): Sides {
  const world = (): EngineOptions & { done: () => Done } => {
    const { draws, count } = counted(seededDraws(seed));
    const listed: string[] = [];
    return {
      draws,
      connections,
      listed: (list, address) => listed.push(`${list} ${address}`),
      done: () => ({ draws: count(), listed: listed.splice(0).sort() }),
    };
  };
  const [mine, its] = [world(), world()];
  return {
    policy: policyEngine(ruleset, { ...mine, has }),
    table: nftablesTarget.engine!(program, its, deviceInterfaces(ruleset, ["nftables"])),
    done: () => [mine.done(), its.done()],
  };
}

/** How many times as many policies as usual are tried. */
const more = Number(process.env["SINBIN_TRIES"] ?? 1);

const sketches = fc.array(packetSketch, { minLength: 1, maxLength: 40, size: "max" });

/** A list whose entries with a timer and without have rooms apart. */
function hasRoomsApart({ program }: Compiled): boolean {
  const { sets } = program;
  return sets.some(
    ({ kind, list }) =>
      kind === "kept" && sets.some((set) => set.list === list && set.kind === "dynamic"),
  );
}

/** A base chain's `accept` does not spare from another one that is placed last. */
function isAskedAgain({ diagnostics }: Compiled): boolean {
  return diagnostics.some(
    ({ code, message }) => code === "SB5009" && message.includes("placed last"),
  );
}

describe("the table does what the policy says", () => {
  const exact = { scan: false, max: 100 };
  // The kernel clears expired entries away once a second; by whole seconds it has done so before a packet comes.
  const full = { scan: false, max: 2 };
  test.each([
    ["policies for all targets", policyText(), 300, 1],
    ["policies of the whole language", wholePolicyText(exact), 600, 1],
    ["lists that run full", wholePolicyText(full), 300, 100],
  ])("%s", { timeout: 120_000 * more }, (_, policies, usualRuns, stretch) => {
    const runs = usualRuns * more;
    let compared = 0;
    fc.assert(
      fc.property(policies, sketches, fc.nat(), (text, all, seed) => {
        const whole = compiled(text);
        if (isAskedAgain(whole) || (stretch > 1 && hasRoomsApart(whole))) return;
        compared++;
        const { policy, table, done } = sidesOf(whole, seed);
        const stretched = all.map((sketch) => ({ ...sketch, gap: sketch.gap * stretch }));
        for (const packet of packetsOf(stretched, whole.ruleset)) {
          if (isSpared(packet)) continue;
          const expected = policy.play(packet);
          const actual = table.play(packet);
          const [mine, its] = done();
          expect({ ...actual, entries: entriesAt(table, packet.at), ...its }).toEqual({
            ...expected,
            entries: entriesAt(policy, packet.at),
            ...mine,
          });
        }
      }),
      { numRuns: runs },
    );
    expect(compared).toBeGreaterThan(runs / 5);
  });
});
