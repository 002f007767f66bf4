import { backEnd, type BackEnd, type Target } from "../../src/target/target.js";
import { defaultVersion, versions } from "./capabilities.js";
import { features } from "./features.js";
import { printForSystemd } from "./host/systemd.js";
import { type Dialect, spellingsOf } from "./interfaces.js";
import { lowerRuleset } from "./lower.js";
import type { NftProgram } from "./model.js";
import { printProgram } from "./print.js";
import { nftEngine } from "./simulate/engine.js";

const dialect: Dialect = { target: "nftables", title: "nftables", spelledFor: ["nftables"] };

/** nftables: one file for `nft -f`. */
export const nftablesTarget: Target<NftProgram> = {
  id: "nftables",
  title: "nftables (Linux)",
  formats: ["nft", "systemd"],
  versions,
  defaultVersion,
  capabilities: (version) =>
    versions.includes(version) ? { target: "nftables", version, features } : undefined,
  lower: (ruleset) => lowerRuleset(ruleset, dialect),
  print: (program, format) =>
    format === "systemd" ? printForSystemd(program) : printProgram(program),
  engine: nftEngine,
};

export const nftables: BackEnd = backEnd(nftablesTarget);

export type { Dialect, NftProgram };
export { features, lowerRuleset, spellingsOf, nftEngine };
export { parseProgram } from "./parse/parse.js";
export { printDescription } from "./host/description.js";
export { printClosedPort } from "./host/closed-port.js";
export { helperLines } from "./host/files.js";
export { printTitle, printUse } from "./header.js";
export { printClearing, printRules } from "./print.js";
