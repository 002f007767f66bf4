import { backEnd, type BackEnd, type Target } from "../../src/target/target.js";
import {
  type Dialect,
  features,
  lowerRuleset,
  nftEngine,
  type NftProgram,
} from "../nftables/index.js";
import { printModule } from "./print.js";

const dialect: Dialect = {
  target: "nixos",
  title: "NixOS",
  spelledFor: ["nixos", "nftables"],
};

/** Releases of NixOS whose `networking.nftables` has the options that the module sets. */
const versions: readonly string[] = ["23.11", "24.05", "24.11", "25.05", "25.11"];

const target: Target<NftProgram> = {
  id: "nixos",
  title: "NixOS",
  formats: ["nix"],
  versions,
  defaultVersion: "25.05",
  capabilities: (version) =>
    versions.includes(version) ? { target: "nixos", version, features } : undefined,
  lower: (ruleset) => lowerRuleset(ruleset, dialect),
  print: printModule,
  engine: nftEngine,
  spelledFor: dialect.spelledFor,
};

/** NixOS: a module that carries the nftables text and keeps the bans over a switch. */
export const nixos: BackEnd = backEnd(target);
