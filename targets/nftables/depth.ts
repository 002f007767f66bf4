import type { Diagnostic } from "../../src/diagnostics/diagnostic.js";
import { report } from "../../src/diagnostics/report.js";
import type { Ruleset } from "../../src/ir/ruleset.js";
import { deepestJump } from "./capabilities.js";
import type { Dialect } from "./interfaces.js";
import type { End, NftChain } from "./model.js";
import type { Names } from "./names.js";

/** The kernel refuses rules that a packet could follow too many jumps deep. */
export function tooDeep(
  ruleset: Ruleset,
  names: Names,
  chains: readonly NftChain[],
  { title: target }: Dialect,
): readonly Diagnostic[] {
  const depths = jumpDepths(chains);
  const found = Math.max(0, ...depths.values());
  if (found <= deepestJump) return [];
  const deep = ruleset.chains.find(
    (chain) => (depths.get(names.chain(chain.name)) ?? 0) === deepestJump,
  );
  const place = deep ?? ruleset.chains[0];
  return place === undefined
    ? []
    : [report("SB5008", place.origin, { target, found, most: deepestJump })];
}

/** How many jumps below a base chain each chain can lie at most. There are no loops (SB2004). */
export function jumpDepths(chains: readonly NftChain[]): ReadonlyMap<string, number> {
  const byName = new Map(chains.map((chain) => [chain.name, chain]));
  const depths = new Map<string, number>();
  const visit = (chain: NftChain, depth: number): void => {
    if ((depths.get(chain.name) ?? -1) >= depth) return;
    depths.set(chain.name, depth);
    for (const { end } of chain.groups.flatMap(({ rules }) => rules)) {
      for (const name of chainsEntered(end)) {
        const next = byName.get(name);
        if (next !== undefined) visit(next, depth + 1);
      }
    }
  };
  for (const chain of chains) if (chain.hook !== undefined) visit(chain, 0);
  return depths;
}

function chainsEntered(end: End | undefined): readonly string[] {
  if (end?.kind === "jump" || end?.kind === "goto") return [end.chain];
  return end?.kind === "ports" ? end.cases.map(({ chain }) => chain) : [];
}
