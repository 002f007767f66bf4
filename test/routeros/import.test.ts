import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { RouterosProgram } from "../../targets/routeros/model.js";
import { portablePolicyText } from "../arbitrary/policy.js";
import { wholePolicyText } from "./arbitrary-whole.js";
import { compiled, itemsOf, type JsonItem, linesOf, programOf, without } from "./compiled.js";
import { importRsc, type Item, item, type Router, router } from "./rsc-interpreter.js";

const edge = programOf(`
policy edge
list trusted timeout 1h { 192.0.2.0/24, 198.51.100.7, 203.0.113.10-203.0.113.20, 2001:db8::1 }
chain input hook input {
  from trusted -> accept
  new ssh 20%  -> add source to trusted
  from !trusted ssh -> jump guard
}
chain guard { new -> log "seen", drop }
chain out hook output { udp -> return  -> count }
`);

const filter = "/ip/firewall/filter";
const lists = "/ip/firewall/address-list";

function importWell(target: Router, program: RouterosProgram): void {
  expect(importRsc(target, linesOf(program, "rsc"))).toBeUndefined();
}

function wordsIn(target: Router, path: string): readonly JsonItem[] {
  return (target.menus.get(path) ?? []).map(({ words }) => words);
}

/** What is on the router under an owner's comment, menu by menu and chain by chain. */
function owned(target: Router, owner: string): Readonly<Record<string, readonly JsonItem[]>> {
  const all = [...target.menus].flatMap(([path, items]) =>
    items.map(({ words }): JsonItem => ({ path, ...words })),
  );
  return byChain(all.filter(({ comment }) => comment?.startsWith(`${owner} `)));
}

function byChain(items: readonly JsonItem[]): Readonly<Record<string, readonly JsonItem[]>> {
  const groups: Record<string, JsonItem[]> = {};
  for (const words of items) {
    const key = `${words["path"] ?? ""} ${words["chain"] ?? words["list"] ?? ""}`;
    (groups[key] ??= []).push(words);
  }
  return groups;
}

describe("an import", () => {
  test("leaves on an empty router what the JSON says, and the second one changes nothing", () => {
    const target = router();
    importWell(target, edge);
    expect(owned(target, "sinbin:edge")).toEqual(byChain(itemsOf(edge)));
    importWell(target, edge);
    expect(owned(target, "sinbin:edge")).toEqual(byChain(itemsOf(edge)));
    expect(target.log).toEqual([]);
  });

  const foreign: readonly Item[] = [
    item({ chain: "input", action: "accept", "connection-state": "established" }),
    item({ chain: "forward", action: "drop", comment: "sinbin:edgeware is another policy" }),
    item({ chain: "input", action: "drop", comment: "the last word" }),
    item({ chain: "guard", action: "drop", comment: "sinbin:other other.sbn:1" }),
  ];

  test("leaves the rules of others alone and in order, and stands before them", () => {
    const target = router({ [filter]: foreign });
    const before = [...(target.menus.get(filter) ?? [])];
    importWell(target, edge);
    importWell(target, edge);
    const after = target.menus.get(filter) ?? [];
    expect(after.filter((rule) => before.includes(rule))).toEqual(before);
    expect(after[0]?.dynamic).toBe(true);
    const input = after.filter(({ words }) => words["chain"] === "input");
    const isOurs = input.map(({ words }) => words["comment"]?.startsWith("sinbin:edge ") === true);
    expect(isOurs).toEqual([true, true, true, false, false]);
  });

  test("stands before the rules of a policy that was imported earlier, which stay", () => {
    const target = router();
    const other = programOf(`policy "edge two"\nchain input hook input { -> accept }`);
    importWell(target, other);
    importWell(target, edge);
    expect(owned(target, "sinbin:edge")).toEqual(byChain(itemsOf(edge)));
    expect(owned(target, other.owner)).toEqual(byChain(itemsOf(other)));
  });

  test("puts the ways in last and takes them off first", () => {
    const rsc = linesOf(edge, "rsc");
    const firstOf = (text: string): number => rsc.findIndex((line) => line.includes(text));
    expect(firstOf("remove [find")).toBe(firstOf("chain=input or"));
    expect(firstOf("add chain=input")).toBeGreaterThan(firstOf("add chain=guard"));
    expect(firstOf("add chain=input")).toBeGreaterThan(firstOf("add list=trusted"));
  });

  test("keeps what the lists have learnt and what others put in", () => {
    const learnt = item({ list: "trusted", address: "192.0.2.99", timeout: "59m" }, true);
    const byHand = item({ list: "trusted", address: "10.0.0.1", comment: "by hand" });
    const target = router({ [lists]: [learnt, byHand] });
    importWell(target, edge);
    importWell(target, edge);
    expect(target.menus.get(lists)?.slice(0, 2)).toEqual([learnt, byHand]);
  });

  test("replaces a timed twin, which would expire, by the permanent entry", () => {
    const twin = item({ list: "trusted", address: "198.51.100.7", timeout: "59m" }, true);
    const target = router({ [lists]: [twin] });
    importWell(target, edge);
    expect(target.menus.get(lists)).not.toContain(twin);
    expect(owned(target, "sinbin:edge")).toEqual(byChain(itemsOf(edge)));
    expect(target.log).toEqual([]);
  });

  test("goes on where another has put the same entry, and says so in the log", () => {
    const twin = item({ list: "trusted", address: "192.0.2.0/24", comment: "by hand" });
    const target = router({ [lists]: [twin] });
    importWell(target, edge);
    expect(target.menus.get(lists)).toContain(twin);
    expect(wordsIn(target, lists).filter(({ address }) => address === "192.0.2.0/24")).toHaveLength(
      1,
    );
    expect(target.log).toEqual(["sinbin:edge: list trusted had 192.0.2.0/24 already"]);
  });

  test("takes off what an earlier version of the policy had", () => {
    const target = router({ [filter]: foreign });
    importWell(target, edge);
    importWell(target, programOf("policy edge\nfamily ipv4\nchain f hook forward { -> count }"));
    expect(Object.keys(owned(target, "sinbin:edge"))).toEqual([`${filter} forward`, `${filter} f`]);
  });
});

test("any policy that RouterOS can say imports as the JSON says, twice over", () => {
  fc.assert(
    fc.property(fc.oneof(portablePolicyText(), wholePolicyText()), (text) => {
      const { program } = compiled(text);
      fc.pre(program !== undefined);
      // What places in the generated policies refer to.
      const others = ["fasttrack", 'a "b" $c'].flatMap((comment) =>
        ["input", "prerouting"].map((chain) => item({ chain, action: "passthrough", comment })),
      );
      const menus = ["ip", "ipv6"].flatMap((family) =>
        ["filter", "raw"].map((table) => [`/${family}/firewall/${table}`, others]),
      );
      const target = router(Object.fromEntries(menus));
      importWell(target, program);
      importWell(target, program);
      const items = itemsOf(program).map((words) => without(words, "place"));
      expect(owned(target, program.owner)).toEqual(byChain(items));
    }),
    { numRuns: 100 },
  );
});
