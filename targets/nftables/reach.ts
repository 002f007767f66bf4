import type { Chain, HookPoint, Ruleset } from "../../src/ir/ruleset.js";

/** These chains and all that they jump to, themselves or by others; in file order. */
export function chainsReachedFrom(ruleset: Ruleset, starts: readonly Chain[]): readonly Chain[] {
  const byName = new Map(ruleset.chains.map((chain) => [chain.name, chain]));
  const reached = new Set<Chain>();
  const visit = (chain: Chain): void => {
    if (reached.has(chain)) return;
    reached.add(chain);
    for (const action of chain.rules.flatMap(({ actions }) => actions)) {
      const next = action.kind === "jump" ? byName.get(action.chain) : undefined;
      if (next !== undefined) visit(next);
    }
  };
  starts.forEach(visit);
  return ruleset.chains.filter((chain) => reached.has(chain));
}

/** Whose packets may come to each chain. */
export function hooksOf(ruleset: Ruleset, chain: Chain): readonly HookPoint[] {
  return (["prerouting", "input", "forward", "output"] as const).filter((point) =>
    chainsReachedFrom(
      ruleset,
      ruleset.chains.filter(({ hook }) => hook?.point === point),
    ).includes(chain),
  );
}
