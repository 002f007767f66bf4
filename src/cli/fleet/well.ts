import type { Status } from "../../device/status.js";

/** Why a policy does not stand on a device as a push leaves it; undefined where it does. */
export function whyUnwell({ inForce, findings }: Status): string | undefined {
  if (!inForce) return "the policy is not in force there";
  return findings.find(({ severity, code }) => severity === "error" || code === "SB6015")?.message;
}
