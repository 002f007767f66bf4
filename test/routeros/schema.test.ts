import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { connectionStates } from "../../src/net/connection-state.js";
import { conditionProperties } from "../../targets/routeros/model.js";
import { routerosVersions } from "../../targets/routeros/versions.js";
import { portablePolicyText } from "../arbitrary/policy.js";
import { wholePolicyText } from "./arbitrary-whole.js";
import { compiled, itemsOf } from "./compiled.js";
import { faultsOf, schema } from "./schema-check.js";

const filters = ["/ip/firewall/filter", "/ipv6/firewall/filter"];
const raws = ["/ip/firewall/raw", "/ipv6/firewall/raw"];

/** What a menu has not, and what the lowering therefore refuses. */
const absent: Readonly<Record<string, readonly string[]>> = {
  "/ip/firewall/filter": [],
  "/ipv6/firewall/filter": ["psd"],
  "/ip/firewall/raw": ["connection-state", "connection-limit"],
  "/ipv6/firewall/raw": ["connection-state", "connection-limit", "psd"],
};

test.each([...filters, ...raws])("%s has every matcher but those that are refused", (path) => {
  const add = schema.menus[path]?.add ?? {};
  expect(conditionProperties.filter((name) => add[name] === undefined)).toEqual(absent[path]);
  expect(conditionProperties.filter((name) => add[name]?.in !== undefined)).toEqual([]);
});

test.each([...filters, ...raws])("%s has the actions of its family and table", (path) => {
  const actions = schema.menus[path]?.add["action"]?.values ?? [];
  expect(actions.includes("reject")).toBe(filters.includes(path));
  expect(actions.includes("tarpit")).toBe(path === "/ip/firewall/filter");
});

test("every published version is one that the target knows", () => {
  for (const version of schema.versions) {
    expect(routerosVersions).toContain(version.split(".").slice(0, 2).join("."));
  }
});

describe.each(filters)("%s", (path) => {
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
    { ...rule, "packet-size": "200-100" },
    { ...rule, "src-mac-address": "02:00:00:aa:bb:cc" },
    { ...rule, protocol: "tcp", "tcp-flags": "syn,!ark" },
    { ...rule, "tcp-flags": "syn" },
    { ...rule, protocol: "icmp", "icmp-options": "256:0-255" },
    { ...rule, protocol: "icmpv6", "icmp-options": "128:0-255" },
    { ...rule, "connection-limit": "30,33" },
    { ...rule, psd: "21,3,3,1" },
    { ...rule, limit: "0,5:packet" },
    { ...rule, limit: "10/60s,5:packet" },
    { ...rule, "dst-limit": "10,5,source/10s" },
    { ...rule, "dst-limit": "!10,5,src-address/10s" },
    { ...rule, path: "/ipv6/firewall/filter", psd: "21,3s,3,1" },
    { ...rule, path: "/ip/firewall/raw", "connection-state": "new" },
    { ...rule, path: "/ip/firewall/raw", action: "tarpit", protocol: "tcp" },
    { ...rule, action: "tarpit" },
    { ...rule, action: "reject" },
    { ...rule, action: "reject", "reject-with": "icmp-no-route" },
  ];
  for (const item of wrong) expect([item, faultsOf(item, "7.20").length]).toEqual([item, 1]);
  expect(faultsOf({ ...rule, "log-prefix": "x".repeat(32) }, "7.22.1")).toHaveLength(1);
  expect(faultsOf({ ...rule, "log-prefix": "x".repeat(32) }, "7.20")).toHaveLength(0);
});

const policies = fc.oneof(portablePolicyText(), wholePolicyText());

test("whatever is emitted, the version has it and its value fits", () => {
  fc.assert(
    fc.property(policies, fc.constantFrom(...routerosVersions), (text, version) => {
      const { program } = compiled(text, version);
      if (program === undefined) return;
      for (const item of itemsOf(program))
        expect([item, faultsOf(item, version)]).toEqual([item, []]);
    }),
    { numRuns: 200 },
  );
});
