/**
 * Versions with an own entry in the vendor's published command tree, oldest first. A release such as
 * `7.20.8` is known by its branch.
 */
export const routerosVersions: readonly string[] = [
  "6.49",
  ...Array.from({ length: 16 }, (_, index) => `7.${index + 9}`),
];

/** The newest is the strictest (log prefixes), so what is made for it also runs on older ones of RouterOS 7. */
export const defaultVersion = "7.24";

export interface Branch {
  readonly major: 6 | 7;
  readonly minor: number;
}

/** The branch of `7.20` or `7.20.8`; undefined for one that is not in {@link routerosVersions}. */
export function branchOf(version: string): Branch | undefined {
  const match = /^([67])\.(\d{1,2})(?:\.\d{1,3})?$/u.exec(version);
  if (match === null || !routerosVersions.includes(`${match[1] ?? ""}.${match[2] ?? ""}`)) {
    return undefined;
  }
  return { major: match[1] === "6" ? 6 : 7, minor: Number(match[2]) };
}
