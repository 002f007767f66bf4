/** Every kind of condition, action, hook and place of the language is in a golden of either back end, or one of how it is refused. NixOS carries nft's text. */
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { compileToRuleset } from "../../src/compile.js";
import type { Ruleset } from "../../src/ir/ruleset.js";
import { sourceFile } from "../../src/source/source-file.js";
import { actions, draws, hooks, matchers, places } from "./kinds.js";

const goldens = new URL("../golden/", import.meta.url);

/** The policies of the goldens: of Markdown the first block, of text what stands before the outputs. */
const policies = {
  nftables: texts("nftables", (text) => /```sbn\n([\s\S]*?)```/u.exec(text)?.[1] ?? ""),
  routeros: texts("routeros", (text) => `policy edge\n${text.split("\n==== ")[0] ?? ""}`),
};

/** Kinds that a back end refuses, each with the golden of what it says. */
const refused: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  nftables: { tarpit: "SB5010-verdict-a-target-does-not-have.md" },
};

function texts(folder: string, policyIn: (text: string) => string): readonly string[] {
  const here = new URL(`${folder}/`, goldens);
  return readdirSync(here).map((name) => policyIn(readFileSync(new URL(name, here), "utf8")));
}

test.each(Object.entries(policies))("%s has a golden of every kind", (id, all) => {
  const rulesets = all.flatMap((text) => {
    const { value } = compileToRuleset(sourceFile("policy.sbn", text));
    return value === undefined ? [] : [value];
  });
  const there = new Set(rulesets.flatMap(kindsIn));
  const wanted = [matchers, actions, draws, hooks, places].flatMap((kinds) => Object.keys(kinds));
  expect(wanted.filter((kind) => !there.has(kind))).toEqual(Object.keys(refused[id] ?? {}));
  for (const [kind, page] of Object.entries(refused[id] ?? {})) {
    expect(readFileSync(new URL(`diagnostics/${page}`, goldens), "utf8")).toContain(kind);
  }
});

function kindsIn({ chains }: Ruleset): readonly string[] {
  return chains.flatMap(({ hook, rules }) => [
    ...(hook === undefined ? [] : [hook.point, hook.place.kind]),
    ...rules.flatMap(({ matchers: asked, actions: done, chance, rates }) => [
      ...asked.map(({ kind }) => kind),
      ...done.map(({ kind }) => kind),
      ...(chance === undefined ? [] : ["chance"]),
      ...(rates.length === 0 ? [] : ["rate"]),
    ]),
  ]);
}
