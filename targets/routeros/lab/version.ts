import { branchOf } from "../versions.js";

/** What differs between versions besides the properties of menus. */
export interface LabVersion {
  /** As `/system/resource` shows it. */
  readonly shown: string;
  /** `!empty` for a reply without data (RouterOS manual, "API": since 7.18). */
  readonly saysEmpty: boolean;
  /** `/safe-mode` as commands: since 7.18. */
  readonly hasSafeMode: boolean;
  /** `nov/22/2026` instead of `2026-11-22`: before 7.10. */
  readonly hasOldDates: boolean;
}

/** @param version one of `routerosVersions`, or a release of one */
export function versionOf(version: string): LabVersion {
  const branch = branchOf(version) ?? { major: 7, minor: 24 };
  const isFrom = (minor: number): boolean => branch.major === 7 && branch.minor >= minor;
  return {
    shown: `${version} (stable)`,
    saysEmpty: isFrom(18),
    hasSafeMode: isFrom(18),
    hasOldDates: !isFrom(10),
  };
}
