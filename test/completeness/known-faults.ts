import type { Cell, FeatureName, Support } from "../../src/target/features.js";

interface Fault {
  readonly target: string;
  readonly feature: FeatureName;
  readonly hook: Cell["hook"];
  /** What the compiler does as yet. */
  readonly found: Support;
}

/** Where the facts are told right and the compiler does otherwise; one that is mended has to go from here. */
export const knownFaults: readonly Fault[] = [];
