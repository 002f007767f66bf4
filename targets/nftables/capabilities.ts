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

/** A list with as many single hosts as this, beside prefixes, has them in a set of their own. */
export const separateHosts = 1024;

/** How many rules one port of a `scan` may take. */
export const mostWeighings = 100;

/** The most members a set can be given room for. */
export const largestSet = 0xffff_ffff;
