import type { ChainStatement, PolicyFile } from "../ast/nodes.js";
import type { Symbols } from "../check/symbols.js";
import { bothFamilies, type Family } from "../net/family.js";

/** What lowering a part of a policy needs to know of the whole. */
export interface LowerContext {
  readonly policy: PolicyFile;
  readonly symbols: Symbols;
  /** A bin only counts whom it would have dropped; all else is as written. */
  readonly trial: boolean;
  /** The families of the policy. */
  readonly families: readonly Family[];
}

/** The families of a chain or ladder: its own clause within the policy's. */
export function familiesOf(
  context: LowerContext,
  statement: { readonly family: ChainStatement["family"] },
): readonly Family[] {
  const own = statement.family?.families ?? bothFamilies;
  return context.families.filter((family) => own.includes(family));
}
