import type { NftProgram } from "../nftables/index.js";
import type { InterfaceVariable } from "./interface-variables.js";

/** A policy as a NixOS module carries it. */
export interface NixProgram {
  /** As nftables itself would have it. */
  readonly plain: NftProgram;
  readonly interfaces: readonly InterfaceVariable[];
  /** With stand-ins for the names of interfaces, in force and as a trial; the same one if no trial was to be had. */
  readonly inForce: NftProgram;
  readonly trial: NftProgram;
  /** The policy was compiled as a trial, so that there is nothing else. */
  readonly onlyTrial: boolean;
}
