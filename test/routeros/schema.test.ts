import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { connectionStates } from "../../src/net/connection-state.js";
import { conditionProperties } from "../../targets/routeros/model.js";
import { routerosVersions } from "../../targets/routeros/versions.js";
import { portablePolicyText } from "../arbitrary/policy.js";
import { compiled, itemsOf } from "./compiled.js";
import { faultsOf, schema } from "./schema-check.js";

const filters = ["/ip/firewall/filter", "/ipv6/firewall/filter"];

test("every published version is one that the target knows", () => {
  for (const version of schema.versions) {
    expect(routerosVersions).toContain(version.split(".").slice(0, 2).join("."));
  }
});

describe.each(filters)("%s", (path) => {
  test("has every matcher that is ever emitted, in every version", () => {
    for (const name of conditionProperties) {
      expect(schema.menus[path]?.add[name]).toBeDefined();
      expect(schema.menus[path]?.add[name]?.in).toBeUndefined();
    }
  });

  test("names the connection states in the order in which they are printed", () => {
    expect(schema.menus[path]?.add["connection-state"]?.values).toEqual(connectionStates);
  });

  test("holds log prefixes of 31 bytes from 7.22 on", () => {
    expect(schema.menus[path]?.add["log-prefix"]?.desc_history).toEqual({
      "string value": "7.9.2..7.20.8",
      "string value, max length 31": "7.22.3..7.24",
    });
  });
});

test("the checker sees what is wrong", () => {
  const rule = { path: "/ip/firewall/filter", chain: "input", action: "drop" };
  expect(faultsOf(rule, "7.20")).toEqual([]);
  const wrong: readonly Readonly<Record<string, string>>[] = [
    { ...rule, path: "/ip/firewall/filters" },
    { ...rule, action: "dropp" },
    { ...rule, random: "100" },
    { ...rule, random: "!20" },
    { ...rule, "dst-port": "22" },
    { ...rule, protocol: "tcp", "dst-port": "1,2,3,4,5,6,7,8,9,10,11,12,13,14-15,17" },
    { ...rule, protocol: "icmp6" },
    { ...rule, "src-address": "2001:db8::/48" },
    { ...rule, "src-address": "192.0.2.1/24" },
    { ...rule, action: "jump" },
    { ...rule, "connection-state": "new,old" },
    { ...rule, "log-prefix": "é" },
    { ...rule, tos: "1" },
    {
      ...rule,
      action: "add-src-to-address-list",
      "address-list": "l",
      "address-list-timeout": "36w",
    },
    {
      ...rule,
      action: "add-src-to-address-list",
      "address-list": "l",
      "address-list-timeout": "10d",
    },
    { ...rule, path: "/ipv6/firewall/filter", "src-address": "2001:db8::1" },
  ];
  for (const item of wrong) expect([item, faultsOf(item, "7.20").length]).toEqual([item, 1]);
  expect(faultsOf({ ...rule, "log-prefix": "x".repeat(32) }, "7.22.1")).toHaveLength(1);
  expect(faultsOf({ ...rule, "log-prefix": "x".repeat(32) }, "7.20")).toHaveLength(0);
});

test("whatever is emitted, the version has it and its value fits", () => {
  fc.assert(
    fc.property(portablePolicyText(), fc.constantFrom(...routerosVersions), (text, version) => {
      const { program } = compiled(text, version);
      if (program === undefined) return;
      for (const item of itemsOf(program))
        expect([item, faultsOf(item, version)]).toEqual([item, []]);
    }),
    { numRuns: 200 },
  );
});
