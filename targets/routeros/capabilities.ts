import type { Capabilities, Capability } from "../../src/target/target.js";
import { type Branch, branchOf } from "./versions.js";

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
  const logPrefixBytes = branch.major === 7 && branch.minor >= 22 ? 31 : undefined;
  return {
    target: "routeros",
    version,
    features: features(branch, logPrefixBytes),
    logPrefixBytes,
    timeoutSeconds: longestTimeout,
    portsPerRule: multiportSlots,
    ipv6BuiltIn: branch.major === 7,
  };
}

function features(branch: Branch, logPrefixBytes: number | undefined): readonly Capability[] {
  const all: Capability[] = [
    exact("odds", "whole percents from 1% to 99%; 100% is no draw"),
    exact("list timeout", "whole seconds up to 35w3d13h13m56s"),
    exact(
      "add … for forever",
      "until the router restarts (none-dynamic): nothing is written to flash",
    ),
    exact(
      'log "…"',
      logPrefixBytes === undefined
        ? "printable ASCII; from 7.22 on at most 31 bytes"
        : `printable ASCII, at most ${logPrefixBytes} bytes`,
    ),
    exact("## note", "printable ASCII: the comment of the rule"),
    exact(
      "several actions on one draw",
      "a helper chain, entered on the draw; not with `return` at the end",
    ),
    exact(
      "negated services",
      "one protocol directly, several by a helper chain; that not with `return`",
    ),
    exact("negated IPv6 ranges", "by a helper chain; not with `return`"),
    exact(
      "interface",
      "names or interface lists; several names become a rule each, or a helper chain",
    ),
    exact(
      "names",
      "printable ASCII up to 63 characters; others are mapped, and the output says how",
    ),
  ];
  if (branch.major === 6) {
    all.push(exact("family ipv6", "needs the package `ipv6`, which RouterOS 6 ships disabled"));
  }
  return all;
}

function exact(feature: string, remark: string): Capability {
  return { feature, support: "exact", remark };
}
