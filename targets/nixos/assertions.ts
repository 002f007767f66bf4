import type { NftProgram } from "../nftables/index.js";
import { quotedString } from "./indented-string.js";

interface Assertion {
  /** Nix; `cfg` is `config.networking.nftables`. */
  readonly condition: string;
  /** What would be lost, in a sentence. */
  readonly message: string;
}

/** What must hold of the rest of the configuration, or bans are lost in silence. */
function assertionsOf({ policy, table }: NftProgram): readonly Assertion[] {
  return [
    {
      condition: "cfg.enable",
      message: `networking.nftables.enable is off, so the policy ${policy} would not be loaded and every ban would end.`,
    },
    {
      condition: "!cfg.flushRuleset",
      message: `networking.nftables.flushRuleset is on, so every switch would end all bans of the policy ${policy}; leave it false.`,
    },
    {
      condition: "!(cfg.firewall.enable or false)",
      message: `networking.nftables.firewall (nixos-nftables-firewall) flushes the whole ruleset on every reload, which would end all bans of the policy ${policy}; turn one of the two off.`,
    },
    {
      condition: `!(cfg.tables ? ${quotedString(table)})`,
      message: `networking.nftables.tables.${table} has the name of the policy's own table, which NixOS would delete on every switch, and all bans with it; rename it.`,
    },
    {
      condition: `!flushes cfg.ruleset && !flushes cfg.extraDeletions`,
      message: `Some module's text for networking.nftables holds "flush ruleset", so every switch would end all bans of the policy ${policy}; take that line out.`,
    },
  ];
}

export function* printAssertions(program: NftProgram): Generator<string> {
  yield "assertions = [";
  for (const { condition, message } of assertionsOf(program)) {
    yield "  {";
    yield `    assertion = ${condition};`;
    yield `    message = ${quotedString(message)};`;
    yield "  }";
  }
  yield "];";
}
