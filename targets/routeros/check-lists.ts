import type { Diagnostic } from "../../src/diagnostics/diagnostic.js";
import { report } from "../../src/diagnostics/report.js";
import type { Ruleset } from "../../src/ir/ruleset.js";

const target = "RouterOS";

/** What a list asks for that no address list of RouterOS does: a bound, and networks as keys. */
export function* checkLists({ lists, families }: Ruleset): Generator<Diagnostic> {
  for (const { name, max, per, dynamic, origin } of lists) {
    if (max !== undefined && dynamic) {
      const what = `\`${name}\` grows beyond ${String(max)} entries`;
      const help = "let its entries expire sooner, or limit how often the rule adds one";
      yield report("SB5009", origin, { target, what }, { help });
    }
    if (per !== undefined && families.includes("ipv6")) {
      const what = `\`${name}\` by networks: its address lists hold what they are given`;
      const help = `take \`per ${String(per)}\` out, or let the policy be for IPv4: \`family ipv4\``;
      yield report("SB5006", origin, { target, what }, { help });
    }
  }
}
