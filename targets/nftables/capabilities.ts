import type { Capabilities, Capability } from "../../src/target/target.js";

/** Releases of nft whose grammar the output is written for; 1.0.6 is Debian 12's, 1.1.3 Debian 13's. */
export const versions: readonly string[] = [
  "1.0.6",
  "1.0.7",
  "1.0.8",
  "1.0.9",
  "1.1.0",
  "1.1.1",
  "1.1.2",
  "1.1.3",
];

export const defaultVersion = "1.0.6";

/** The longest timeout the kernel holds: its nanoseconds are 64 bits wide. */
export const longestTimeoutDays = 213_503;

/** `log prefix`: NF_LOG_PREFIXLEN without its closing zero, in bytes. */
export const longestLogPrefix = 127;

/** `comment`: NFTNL_UDATA_COMMENT_MAXLEN, in bytes. */
export const longestComment = 128;

/** An interface name: IFNAMSIZ without its closing zero, in bytes. */
export const longestInterfaceName = 15;

/** How many jumps deep a packet can be below a base chain; one more is refused (EMLINK). */
export const deepestJump = 15;

/** Room in each set that takes members at run time; also the kernel's own default. */
export const dynamicSetSize = 65_535;

const exact = (feature: string, remark: string): Capability => ({
  feature,
  support: "exact",
  remark,
});

/** What the language can have of nftables, whatever carries the text. */
export const features: readonly Capability[] = [
  exact("odds", "to four decimals of a percent"),
  exact("list timeout", `up to ${String(longestTimeoutDays)} days, to the millisecond`),
  exact("list entries", `${String(dynamicSetSize)} learnt at run time for each address family`),
  exact('log "…"', `up to ${String(longestLogPrefix - 1)} bytes and a space; no quote, no $`),
  exact("several actions on one draw", ""),
  exact("in, out", "interface names; a trailing * stands for any ending"),
  exact("service", "all protocols and ports, negated as well"),
  exact("both address families", ""),
  exact("hook", "input, forward, output"),
];

/** The same for every version it knows: the output keeps to what the oldest can read. */
export function capabilitiesOf(version: string): Capabilities | undefined {
  if (!versions.includes(version)) return undefined;
  return { target: "nftables", version, features };
}
