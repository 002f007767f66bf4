import type { HookPoint, Verdict } from "../../../src/ir/ruleset.js";
import type { Engine } from "../../../src/simulate/engine.js";
import type { Address } from "../../../src/simulate/packet.js";
import type { DeviceInterfaces } from "../../../src/target/device-interfaces.js";
import { type NftChain, type NftProgram } from "../model.js";
import { compileChains, type Walk } from "./compile-chain.js";
import type { NftEngineOptions } from "./compile-test.js";
import { type Tables, tablesOf } from "./tables.js";

/**
 * The table as the kernel runs it (net/netfilter/nf_tables_core.c, nft_do_chain). Its sets are empty but for the
 * members that the policy names, its buckets full, and it is loaded when the world begins.
 *
 * Nearly: a connection counts for `ct count` as soon as connection tracking knows it, while the kernel
 * counts only those of which a packet has met the statement; and a set of such keys never runs full.
 */
export function nftEngine(
  program: NftProgram,
  options: NftEngineOptions,
  interfaces: DeviceInterfaces,
): Engine {
  const tables = tablesOf(program);
  const walks = compileChains(program, tables, options, interfaces);
  const hooks: Readonly<Record<HookPoint, readonly Walk[]>> = {
    prerouting: baseWalks(program, walks, "prerouting"),
    input: baseWalks(program, walks, "input"),
    forward: baseWalks(program, walks, "forward"),
    output: baseWalks(program, walks, "output"),
  };
  return {
    play: (packet) => {
      const logs: string[] = [];
      let verdict: Verdict | undefined;
      for (const walk of hooks[packet.hook]) {
        const own = walk(packet, logs, 0);
        // `accept` ends its base chain alone; anything else is final.
        if (own?.kind === "accept") verdict = own;
        else if (own !== undefined) return { verdict: own, logs };
      }
      return { verdict, logs };
    },
    entries: (at) => entriesOf(program, tables, at),
  };
}

/** In the order of their priorities: what is placed last comes after the others. */
function baseWalks(
  { chains }: NftProgram,
  walks: ReadonlyMap<string, Walk>,
  point: HookPoint,
): readonly Walk[] {
  const own = (last: boolean): readonly NftChain[] =>
    chains.filter(({ hook }) => hook?.point === point && hook.last === last);
  return [...own(false), ...own(true)].flatMap(({ name }) => walks.get(name) ?? []);
}

function entriesOf(
  { sets }: NftProgram,
  tables: Tables,
  at: number,
): ReadonlyMap<string, ReadonlyMap<Address, number>> {
  const lists = new Map<string, Map<Address, number>>();
  for (const set of sets) {
    if ("members" in set) continue;
    const entries = lists.get(set.list) ?? new Map<Address, number>();
    lists.set(set.list, entries);
    for (const [key, { expires }] of tables.written(set.name).live(at)) {
      if (typeof key !== "string") entries.set(key, Math.max(expires, entries.get(key) ?? 0));
    }
  }
  return lists;
}
