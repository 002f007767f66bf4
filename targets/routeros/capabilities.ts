import type { Capabilities } from "../../src/target/target.js";
import { featuresOf } from "./features.js";
import { branchOf } from "./versions.js";

/** What one version of RouterOS can express, for people (`features`) and for the lowering. */
export interface RouterosCapabilities extends Capabilities {
  /** The longest log prefix in bytes; undefined where RouterOS states no bound. */
  readonly logPrefixBytes: number | undefined;
  /** The longest timeout of an entry: 35w3d13h13m56s. */
  readonly timeoutSeconds: number;
  /** Ports that one rule can name; a range counts two. */
  readonly portsPerRule: number;
  /** IPv6 menus are there without a package that may be missing. */
  readonly ipv6BuiltIn: boolean;
}

/** The bound of `address-list-timeout` and `timeout` in every version that states one. */
const longestTimeout = 21_474_836;

/** The kernel's `multiport` match, on which `dst-port` lists rest, holds 15 (iptables-extensions(8)). */
const multiportSlots = 15;

/** @param version such as `7.20` or `7.20.8`; an unknown one gives undefined. */
export function capabilitiesOf(version: string): RouterosCapabilities | undefined {
  const branch = branchOf(version);
  if (branch === undefined) return undefined;
  const ipv6BuiltIn = branch.major === 7;
  const logPrefixBytes = branch.major === 7 && branch.minor >= 22 ? 31 : undefined;
  return {
    target: "routeros",
    version,
    features: featuresOf(ipv6BuiltIn, logPrefixBytes),
    logPrefixBytes,
    timeoutSeconds: longestTimeout,
    portsPerRule: multiportSlots,
    ipv6BuiltIn,
  };
}
