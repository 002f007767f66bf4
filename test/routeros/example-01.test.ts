import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { itemsOf, programOf, without } from "./compiled.js";

/** The policy of LANGUAGE.md section 1, spelled out as a chain. */
const asChains = `
policy edge
list trusted { 192.168.88.0/24, 2001:db8:1::/48 }
list sin_1  timeout 1m
list sin_2  timeout 1m
list sinbin timeout 4h
chain input hook input {
  from !trusted -> jump sincheck
}
chain sincheck {
  from sinbin               -> drop
  new ssh from sin_2   80%  -> log "sinbinned", add source to sinbin
  new     from sin_2   40%  -> log "sinbinned", add source to sinbin
  new ssh from sin_1   80%  -> add source to sin_2
  new     from sin_1   30%  -> add source to sin_2
  new ssh              80%  -> add source to sin_1
  new                  20%  -> add source to sin_1
}`;

const asLadder = await readFile("examples/01-sinbin-ladder/policy.sbn", "utf8");

const climb = { chain: "sincheck", action: "add-src-to-address-list", "connection-state": "new" };
const ssh = { protocol: "tcp", "dst-port": "22" };
const bin = {
  "src-address-list": "sin_2",
  "address-list": "sinbin",
  "address-list-timeout": "4h",
  log: "yes",
  "log-prefix": "sinbinned",
};
const second = {
  "src-address-list": "sin_1",
  "address-list": "sin_2",
  "address-list-timeout": "1m",
};
const first = { "address-list": "sin_1", "address-list-timeout": "1m" };

const expected = [
  { chain: "input", action: "jump", "jump-target": "sincheck", "src-address-list": "!trusted" },
  { chain: "sincheck", action: "drop", "src-address-list": "sinbin" },
  { ...climb, ...ssh, ...bin, random: "80" },
  { ...climb, ...bin, random: "40" },
  { ...climb, ...ssh, ...second, random: "80" },
  { ...climb, ...second, random: "30" },
  { ...climb, ...ssh, ...first, random: "80" },
  { ...climb, ...first, random: "20" },
];

describe.each([
  ["as a ladder", asLadder],
  ["as chains", asChains],
])("%s", (_, text) => {
  test.each(["ip", "ipv6"])("its filter rules under /%s, and no others", (menu) => {
    const path = `/${menu}/firewall/filter`;
    const rules = itemsOf(programOf(text)).filter((item) => item["path"] === path);
    expect(rules.map((rule) => without(rule, "path", "comment"))).toEqual(expected);
    for (const rule of rules) expect(rule["comment"]).toMatch(/^sinbin:edge edge\.sbn:\d+$/u);
  });

  test("its permanent entries, and no others", () => {
    const entries = itemsOf(programOf(text)).filter(({ list }) => list !== undefined);
    expect(entries.map((entry) => without(entry, "comment"))).toEqual([
      { path: "/ip/firewall/address-list", list: "trusted", address: "192.168.88.0/24" },
      { path: "/ipv6/firewall/address-list", list: "trusted", address: "2001:db8:1::/48" },
    ]);
  });
});
