import type { Ruleset } from "../../src/ir/ruleset.js";
import type { Outcome } from "../../src/diagnostics/diagnostic.js";
import { backEnd, type BackEnd, type Target } from "../../src/target/target.js";
import {
  type Dialect,
  features,
  lowerRuleset,
  nftEngine,
  type NftProgram,
  spellingsOf,
} from "../nftables/index.js";
import { interfaceVariables, withStandIns } from "./interface-variables.js";
import type { NixProgram } from "./model.js";
import { printModule } from "./print-module.js";
import { printParts } from "./print-parts.js";

const dialect: Dialect = {
  target: "nixos",
  title: "NixOS",
  spelledFor: ["nixos", "nftables"],
};

/** Releases of NixOS whose `networking.nftables` has the options that the module sets. */
const versions: readonly string[] = ["23.11", "24.05", "24.11", "25.05", "25.11"];

/** What can be said is decided by the policy's own spellings; the rest only stands them in. */
function lower(ruleset: Ruleset, asTrial: (() => Ruleset) | undefined): Outcome<NixProgram> {
  const { value: plain, diagnostics } = lowerRuleset(ruleset, dialect);
  if (plain === undefined) return { value: plain, diagnostics };
  const interfaces = interfaceVariables(ruleset, plain.table, (nic) =>
    spellingsOf(nic, dialect).flatMap(({ names }) => names),
  );
  const stoodIn = (one: Ruleset): NftProgram => {
    const lowered = lowerRuleset(withStandIns(one, interfaces, dialect.target), dialect).value;
    if (lowered === undefined) throw new Error("an interface's name made the difference");
    return lowered;
  };
  const inForce = stoodIn(ruleset);
  const trial = asTrial === undefined ? inForce : stoodIn(asTrial());
  const onlyTrial = asTrial === undefined;
  return { value: { plain, interfaces, inForce, trial, onlyTrial }, diagnostics };
}

const target: Target<NixProgram> = {
  id: "nixos",
  title: "NixOS",
  formats: ["nix", "parts"],
  versions,
  defaultVersion: "25.05",
  capabilities: (version) =>
    versions.includes(version) ? { target: "nixos", version, features } : undefined,
  lower: (ruleset, _capabilities, asTrial) => lower(ruleset, asTrial),
  print: (program, format) => (format === "parts" ? printParts(program) : printModule(program)),
  engine: ({ plain }, options, interfaces) => nftEngine(plain, options, interfaces),
  spelledFor: dialect.spelledFor,
};

/** NixOS: a module that carries the nftables text and keeps the bans over a switch. */
export const nixos: BackEnd = backEnd(target);
