import { expect, test } from "vitest";
import { routeros, routerosTarget } from "../../targets/routeros/index.js";
import { defaultVersion } from "../../targets/routeros/versions.js";

test.each(["6.49", "6.49.18", "7.9", "7.9.2", "7.20.8", "7.24"])("%s is known", (version) => {
  const capabilities = routerosTarget.capabilities(version);
  expect(capabilities?.version).toBe(version);
  expect(capabilities?.timeoutSeconds).toBe(21_474_836);
});

test.each([
  "",
  "6.48",
  "6.49.",
  "7",
  "7.8",
  "7.25",
  "7.2",
  "07.20",
  "7.20rc1",
  "7.20.8.1",
  " 7.20",
])("%j is unknown", (version) => {
  expect(routerosTarget.capabilities(version)).toBeUndefined();
});

test("the default version and every listed one are known", () => {
  expect(routeros.versions).toContain(defaultVersion);
  for (const version of routeros.versions) expect(routeros.capabilities(version)).toBeDefined();
});

test("log prefixes are bounded from 7.22 on", () => {
  const bounds = ["6.49", "7.21.4", "7.22", "7.24"].map(
    (version) => routerosTarget.capabilities(version)?.logPrefixBytes,
  );
  expect(bounds).toEqual([undefined, undefined, 31, 31]);
});
