import type { Diagnostic } from "../../src/diagnostics/diagnostic.js";
import { report } from "../../src/diagnostics/report.js";
import type { Ruleset } from "../../src/ir/ruleset.js";
import { reachedFrom } from "./table-chains.js";

/**
 * A packet that the router sends has no source MAC address yet: RouterOS refuses `src-mac-address` in `output`, also
 * where the rule stands in a chain that is jumped to from there.
 */
export function* checkMac({ chains }: Ruleset): Generator<Diagnostic> {
  for (const chain of reachedFrom(chains, ({ point }) => point === "output")) {
    for (const { matchers, origin } of chain.rules) {
      if (!matchers.some(({ kind }) => kind === "mac")) continue;
      const what = "a MAC address at `output`, where a packet has none yet";
      const help = "hook the chain at `input`, `forward` or `prerouting`, or take `mac` out";
      yield report("SB5006", origin, { target: "RouterOS", what }, { help });
    }
  }
}
