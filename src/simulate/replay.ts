import type { HookPoint, Ruleset, Verdict } from "../ir/ruleset.js";
import { overlaps } from "../net/address-set.js";
import { addressBits } from "../net/address.js";
import { originOf, type Span } from "../source/source-file.js";
import { connectionTable, type ConnectionTable } from "./connection-table.js";
import { seededDraws } from "./draws.js";
import type { Engine, EngineOptions, Passage, Watch } from "./engine.js";
import { type Address, addressOf, keyOf, type Packet, type TravellingPacket } from "./packet.js";
import { policyEngine, type PolicyEngine } from "./policy-engine.js";
import { runSets } from "./run-sets.js";

/** The same packets through several worlds that differ in their draws alone. */
export interface Replay {
  /** @returns what became of it at each hook, in the first world */
  play(packet: TravellingPacket): readonly HookPassage[];
  readonly packets: () => number;
  readonly sources: () => Iterable<SourceReport>;
  readonly rules: () => readonly RuleReport[];
}

export interface HookPassage extends Passage {
  readonly hook: HookPoint;
}

export interface SourceReport {
  readonly address: Address;
  /** List → share of the worlds in which the source was ever in it. */
  readonly ever: Readonly<Record<string, number>>;
  /** Packets, as the mean of the worlds. */
  readonly dropped: number;
  readonly passed: number;
}

export interface RuleReport {
  /** `edge.sbn:12` */
  readonly origin: string;
  readonly span: Span;
  /** How often it fired, as the mean of the worlds; a row of a ladder is several rules. */
  readonly hits: number;
}

export interface ReplayOptions {
  readonly runs: number;
  readonly seed: number;
  /** Where packets go, in this order, as long as nothing keeps them out. */
  readonly hooks: readonly HookPoint[];
  /** How long a connection counts for `conns`, in milliseconds. */
  readonly connectionTime: number;
  /** Makes engines of a target; undefined for the meaning of the policy itself. */
  readonly engine?: ((options: EngineOptions) => Engine) | undefined;
  /** Of the first world. */
  readonly watch?: Watch | undefined;
}

interface World {
  readonly engine: Engine;
  readonly connections: ConnectionTable;
}

interface Tally {
  passed: number;
  dropped: number;
}

export function replay(ruleset: Ruleset, options: ReplayOptions): Replay {
  const { runs, seed, hooks, engine } = options;
  const tallies = new Map<Address, Tally>();
  const ever = new Map(ruleset.lists.map(({ name }) => [name, runSets<Address>(runs)]));
  const meanings: PolicyEngine[] = [];
  const fired = firedOnce();
  let packets = 0;

  const worlds = Array.from({ length: runs }, (_, run): World => {
    const connections = connectionTable(ruleset, options.connectionTime);
    const own = run === 0 ? options.watch : undefined;
    const common: EngineOptions = {
      draws: seededDraws(seed, run),
      connections: connections.count,
      listed: (list, address) => ever.get(list)?.add(keyOf(address), run),
    };
    if (engine !== undefined) {
      const watch: Watch = (step) => {
        if (step.kind === "fired") fired.note(step.rule, packets);
        own?.(step);
      };
      return { engine: engine({ ...common, watch }), connections };
    }
    const meaning = policyEngine(ruleset, { ...common, watch: own });
    meanings.push(meaning);
    return { engine: meaning, connections };
  });

  const tallyOf = (address: Address): Tally => {
    const key = keyOf(address);
    const known = tallies.get(key);
    if (known !== undefined) return known;
    const tally = { passed: 0, dropped: 0 };
    tallies.set(key, tally);
    return tally;
  };

  return {
    play: (traced) => {
      const tally = tallyOf(traced.source);
      const met = hooks.map((hook): Packet => ({ ...traced, hook }));
      let first: readonly HookPassage[] = [];
      for (const [run, { engine, connections }] of worlds.entries()) {
        packets++;
        const passages: HookPassage[] = [];
        let isKept = false;
        for (const packet of met) {
          const passage = engine.play(packet);
          if (run === 0) passages.push({ ...passage, hook: packet.hook });
          isKept = keepsOut(passage.verdict);
          if (isKept) break;
        }
        if (isKept) tally.dropped++;
        else {
          tally.passed++;
          if (traced.state === "new") connections.open(traced);
        }
        if (run === 0) first = passages;
      }
      return first;
    },
    packets: () => packets / runs,
    *sources() {
      const shares = ruleset.lists.map((list) => shareOf(list, runs, ever.get(list.name)));
      for (const [key, { passed, dropped }] of tallies) {
        const address = addressOf(key);
        yield {
          address,
          ever: Object.fromEntries(shares.map(({ name, share }) => [name, share(address)])),
          dropped: dropped / runs,
          passed: passed / runs,
        };
      }
    },
    rules: () => {
      if (engine !== undefined) return fired.reports(runs);
      const totals = new Map<Span, number>();
      for (const { rule, hits } of meanings.flatMap((meaning) => meaning.hits())) {
        totals.set(rule, (totals.get(rule) ?? 0) + hits);
      }
      return reportsOf(totals, runs);
    },
  };
}

function keepsOut(verdict: Verdict | undefined): boolean {
  return verdict !== undefined && verdict.kind !== "accept";
}

/** The share of the worlds in which an address was in a list: all of them, for a member that the policy names. */
function shareOf(
  { name, permanent, per }: Ruleset["lists"][number],
  runs: number,
  listed: ReturnType<typeof runSets<Address>> | undefined,
): { readonly name: string; readonly share: (address: Address) => number } {
  const hosts = (1n << BigInt(per === undefined ? 0 : addressBits("ipv6") - per)) - 1n;
  return {
    name,
    share: (address) => {
      const [first, last] =
        typeof address === "number" ? [address, address] : [address & ~hosts, address | hosts];
      const family = typeof address === "number" ? "ipv4" : "ipv6";
      if (overlaps(permanent, family, first, last)) return 1;
      return (listed?.count(keyOf(first)) ?? 0) / runs;
    },
  };
}

/** Hits by rule of the policy, where one becomes several on a device: once a packet. */
function firedOnce(): {
  note(rule: Span | undefined, packet: number): void;
  reports(runs: number): readonly RuleReport[];
} {
  const rules = new Map<Span, { hits: number; last: number }>();
  return {
    note: (rule, packet) => {
      if (rule === undefined) return;
      const known = rules.get(rule) ?? { hits: 0, last: -1 };
      rules.set(rule, known);
      if (known.last !== packet) known.hits++;
      known.last = packet;
    },
    reports: (runs) => reportsOf(new Map([...rules].map(([rule, { hits }]) => [rule, hits])), runs),
  };
}

function reportsOf(totals: ReadonlyMap<Span, number>, runs: number): readonly RuleReport[] {
  return [...totals].map(([span, hits]) => ({ origin: originOf(span), span, hits: hits / runs }));
}
