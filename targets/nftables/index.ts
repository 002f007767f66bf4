import { backEnd, type BackEnd, type Target } from "../../src/target/target.js";
import { capabilitiesOf, defaultVersion, versions } from "./capabilities.js";
import type { Dialect } from "./interfaces.js";
import { lowerRuleset } from "./lower.js";
import type { NftProgram } from "./model.js";
import { printProgram } from "./print.js";

export const nftablesDialect: Dialect = { target: "nftables", spelledFor: ["nftables"] };

/** nftables: one file for `nft -f`. */
export const nftablesTarget: Target<NftProgram> = {
  id: "nftables",
  title: "nftables (Linux)",
  formats: ["nft"],
  versions,
  defaultVersion,
  capabilities: capabilitiesOf,
  lower: (ruleset) => lowerRuleset(ruleset, nftablesDialect),
  print: printProgram,
};

export const nftables: BackEnd = backEnd(nftablesTarget);

export type { Dialect, NftProgram };
export { capabilitiesOf, defaultVersion, lowerRuleset, versions };
export { printCommands, printRenamings, useCommands } from "./header.js";
export { printClearing, printRules } from "./print.js";
