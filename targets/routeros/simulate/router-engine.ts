import {
  type CompiledRow,
  compileRow,
  type MatcherKind,
  type NamedMatcher,
} from "./compile-row.js";
import type { CountingWorld } from "./counting-matchers.js";
import type { Answer } from "./matcher.js";
import { portScans } from "./port-scans.js";
import type { RouterPacket } from "./router-packet.js";
import type { RuleRow, RuleTable } from "./rule-table.js";
import type { FamilyState, RouterState } from "./state.js";
import type { Listed } from "../../../src/simulate/engine.js";
import { type Family } from "../../../src/net/family.js";
import { type Table, tableOf } from "../model.js";

/** A router's rules at work on packets, by RouterOS's laws. The state may be changed between two packets. */
export interface RouterEngine {
  play(packet: RouterPacket): RouterPassage;
}

export interface RouterPassage {
  /** Undefined when the packet leaves the built-in chain at its end, which lets it go on. */
  readonly verdict: RouterVerdict | undefined;
  /** Prefixes of the lines in the log. */
  readonly logs: readonly string[];
  /** What was asked and is not known; the rule then did not match, unless {@link RouterWorld.judge} said it did. */
  readonly unknown: readonly UnknownMatch[];
}

export type RouterVerdict =
  | { readonly kind: "accept" | "drop" | "tarpit" }
  /** @property answer as `reject-with` has it */
  | { readonly kind: "reject"; readonly answer: string };

export interface UnknownMatch {
  readonly row: RuleRow;
  /** `action` when it is not known what the row does. */
  readonly property: string;
  readonly value: string;
}

export interface RouterWorld extends Omit<CountingWorld, "scans"> {
  /**
   * Decides in the place of chance, time, other packets and what is not known, for who asks whether a packet can be
   * met by a verdict at all; undefined leaves it to the router.
   */
  readonly judge?: ((question: Question) => boolean | undefined) | undefined;
  /** Told of every address that a row lists, new there or not. */
  readonly listed?: Listed | undefined;
  /** Told of every rule that is tried; costs time. */
  readonly watch?: ((step: RouterStep) => void) | undefined;
}

/** Whether a matcher whose answer is not the packet's alone holds. */
export interface Question extends UnknownMatch {
  readonly kind: Exclude<MatcherKind, "plain"> | "unknown";
}

export interface RouterStep {
  readonly row: RuleRow;
  /** The matcher that did not hold; undefined when the row did what it does. */
  readonly missed: NamedMatcher | undefined;
}

export function routerEngine(state: RouterState, world: RouterWorld): RouterEngine {
  const counting: CountingWorld = { ...world, scans: portScans() };
  const compiled: Readonly<Record<Family, Readonly<Record<Table, ChainSource>>>> = {
    ipv4: chainsOfFamily("ipv4", state.ipv4, counting),
    ipv6: chainsOfFamily("ipv6", state.ipv6, counting),
  };
  return {
    play: (packet) => {
      const { lists } = state[packet.family];
      const chains = compiled[packet.family][tableOf(packet.hook)]();
      const logs: string[] = [];
      const unknown: UnknownMatch[] = [];

      const answer = ({ row }: CompiledRow, matcher: NamedMatcher): boolean => {
        const { property, value, kind, matches } = matcher;
        const ask = (about: Question["kind"]): Answer =>
          world.judge?.({ row, property, value, kind: about });
        const judged = kind === "plain" ? undefined : ask(kind);
        if (judged !== undefined) return judged;
        const known = matches(packet);
        if (known !== undefined) return known;
        unknown.push({ row, property, value });
        return ask("unknown") ?? false;
      };

      /** @returns undefined at the chain's end and at a `return` */
      const walk = (name: string, callers: readonly string[]): RouterVerdict | undefined => {
        for (const compiledRow of chains.get(name) ?? []) {
          const { row, matchers, action, log } = compiledRow;
          const missed = matchers.find((matcher) => !answer(compiledRow, matcher));
          world.watch?.({ row, missed });
          if (missed !== undefined) continue;
          row.packets++;
          row.bytes += packet.length;
          if (log !== undefined) logs.push(log);
          switch (action.kind) {
            case "accept":
            case "drop":
            case "tarpit":
              return { kind: action.kind };
            case "reject":
              return action;
            case "return":
              return undefined;
            case "jump": {
              // RouterOS refuses circles; here one ends where it closes.
              if (action.chain === name || callers.includes(action.chain)) break;
              const verdict = walk(action.chain, [...callers, name]);
              if (verdict !== undefined) return verdict;
              break;
            }
            case "add": {
              const { list, timeout, side } = action;
              const changed = lists.remember(list, packet[side], timeout, packet.at);
              if (changed) world.listed?.(list, packet[side]);
              break;
            }
            case "go-on":
              break;
            case "unknown":
              unknown.push({ row, property: "action", value: action.name });
          }
        }
        return undefined;
      };

      return { verdict: walk(packet.hook, []), logs, unknown };
    },
  };
}

type Chains = ReadonlyMap<string, readonly CompiledRow[]>;

/** The rows of a table by chain, made anew when the table has changed. */
type ChainSource = () => Chains;

function chainsOfFamily(
  family: Family,
  state: FamilyState,
  world: CountingWorld,
): Readonly<Record<Table, ChainSource>> {
  const source = (table: Table): ChainSource => {
    const context = { family, table, lists: state.lists, world };
    return chainSource(state[table], (row) => compileRow(row, context));
  };
  return { filter: source("filter"), raw: source("raw") };
}

function chainSource(
  table: RuleTable,
  compile: (row: RuleRow) => CompiledRow | undefined,
): ChainSource {
  /** A row keeps its buckets as long as its properties stay as they are. */
  const known = new WeakMap<RuleRow, Made>();
  let version = -1;
  let chains: Chains = new Map();
  const made = (row: RuleRow): CompiledRow | undefined => {
    const { properties } = row;
    const before = known.get(row);
    if (before?.properties === properties) return before.compiled;
    const compiled = compile(row);
    known.set(row, { properties, compiled });
    return compiled;
  };
  return () => {
    if (version === table.version) return chains;
    const fresh = new Map<string, CompiledRow[]>();
    for (const row of table.rows) {
      const compiled = made(row);
      if (compiled === undefined) continue;
      const { chain = "" } = row.properties;
      const rows = fresh.get(chain);
      if (rows === undefined) fresh.set(chain, [compiled]);
      else rows.push(compiled);
    }
    version = table.version;
    chains = fresh;
    return chains;
  };
}

interface Made {
  readonly properties: RuleRow["properties"];
  readonly compiled: CompiledRow | undefined;
}
