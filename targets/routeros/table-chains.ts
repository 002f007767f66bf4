import type { Chain, Hook, Ruleset } from "../../src/ir/ruleset.js";
import { type Table, tableOf } from "./model.js";

/**
 * The chains that a table holds, in file order: those hooked there and what they lead to. A jump stays within its
 * table, so a chain that is reached from both stands in both; one that nothing leads to stands in `filter`.
 */
export function chainsIn(table: Table, { chains }: Ruleset): readonly Chain[] {
  const raw = reachedFrom(chains, ({ point }) => tableOf(point) === "raw");
  const filter = reachedFrom(chains, ({ point }) => tableOf(point) === "filter");
  return chains.filter((chain) =>
    table === "raw" ? raw.has(chain) : filter.has(chain) || !raw.has(chain),
  );
}

/** The chains hooked where it says, and what they lead to. */
export function reachedFrom(
  chains: readonly Chain[],
  starts: (hook: Hook) => boolean,
): ReadonlySet<Chain> {
  const byName = new Map(chains.map((chain) => [chain.name, chain]));
  const reached = new Set<Chain>();
  const pending = chains.filter(({ hook }) => hook !== undefined && starts(hook));
  for (let chain = pending.pop(); chain !== undefined; chain = pending.pop()) {
    if (reached.has(chain)) continue;
    reached.add(chain);
    for (const { actions } of chain.rules) {
      const last = actions.at(-1);
      const next = last?.kind === "jump" ? byName.get(last.chain) : undefined;
      if (next !== undefined) pending.push(next);
    }
  }
  return reached;
}
