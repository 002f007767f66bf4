import type { MeterSet, NamedLimit, NftChain, RuleGroup } from "./model.js";

/** What becomes of one rule. */
export interface LoweredRule {
  readonly group: RuleGroup;
  /** Hold what one nft rule cannot. */
  readonly helpers: readonly NftChain[];
  readonly meters: readonly MeterSet[];
  readonly limits: readonly NamedLimit[];
}
