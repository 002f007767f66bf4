import type { PolicyFile } from "../../ast/nodes.js";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { report } from "../../diagnostics/report.js";
import { nearest } from "../../diagnostics/suggest.js";

/** The targets that an interface can be spelled for; a test holds them against the list of all targets. */
export const spelledTargets: readonly string[] = ["routeros", "nftables", "nixos"];

/** SB2018: an interface spelled for a target that there is not. */
export function* unknownTarget(policy: PolicyFile): Generator<Diagnostic> {
  for (const statement of policy.statements) {
    if (statement.kind !== "interface") continue;
    for (const { target } of statement.spellings) {
      if (spelledTargets.includes(target.text)) continue;
      const meant = nearest(target.text, spelledTargets);
      const params = { name: target.text, known: spelledTargets.join(", ") };
      const suggestion =
        meant === undefined ? undefined : { span: target.span, replacement: meant };
      yield report("SB2018", target.span, params, { suggestion });
    }
  }
}
