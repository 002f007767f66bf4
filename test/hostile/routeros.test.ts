import { expect, test } from "vitest";
import { hasErrors } from "../../src/diagnostics/diagnostic.js";
import { routerosTarget } from "../../targets/routeros/index.js";
import { defaultVersion } from "../../targets/routeros/versions.js";
import { linesOf } from "../routeros/compiled.js";
import { importRsc, item, router } from "../routeros/rsc-interpreter.js";
import { type Hostile, rulesetWith, runs, someHostile } from "./texts.js";

const capabilities = routerosTarget.capabilities(defaultVersion);

/** Whether the text is on the router as it was given, or by a name that the output tells. */
function check(one: Hostile): "refused" | "there" {
  const given = rulesetWith(one, "p");
  if (given === undefined || capabilities === undefined) return "refused";
  const { value: program, diagnostics } = routerosTarget.lower(given.ruleset, capabilities);
  if (program === undefined) {
    expect(hasErrors(diagnostics)).toBe(true);
    return "refused";
  }
  const at = (position: Hostile["position"], usual: string): string =>
    position === one.position ? one.text : usual;
  const path = "/ip/firewall/filter";
  const theirs = item({ chain: "input", action: "accept", comment: at("after", "theirs") });
  const target = router({ [path]: [theirs] });
  const lines = linesOf(program, "rsc");
  expect(importRsc(target, lines)).toBeUndefined();
  expect(target.log).toEqual([]);

  const rules = (target.menus.get(path) ?? []).map(({ words }) => words);
  const spelled = (kind: string, name: string): string => {
    const renaming = program.renamings.find((found) => found.kind === kind && found.name === name);
    if (renaming === undefined) return name;
    expect(lines.some((line) => line.startsWith("#") && line.includes(renaming.spelled))).toBe(
      true,
    );
    return renaming.spelled;
  };
  const list = spelled("list", at("list", "caught"));
  const chain = spelled("chain", at("chain", "deeper"));
  const jump = rules.findIndex((words) => words["jump-target"] === chain);
  expect(rules[jump]).toMatchObject({ chain: "input", "src-address-list": list });
  expect(rules[jump - 1]?.["comment"]).toBe(at("after", "theirs"));
  const learning = rules.find((words) => words["action"] === "add-src-to-address-list");
  const note = given.note === undefined ? "" : ` ${given.note}`;
  expect(learning?.["comment"]).toBe(`${program.owner} p.sbn:8${note}`);
  expect(learning?.["address-list"]).toBe(list);
  const texts = rules.map((words) => words["log-prefix"]).filter((prefix) => prefix !== undefined);
  expect(texts).toEqual(at("prefix", "met") === "" ? [] : [at("prefix", "met")]);
  const nics = rules.flatMap((words) => words["in-interface"] ?? []);
  expect(new Set(nics)).toEqual(new Set([at("interface", "ether1")]));
  return "there";
}

test(
  `texts arrive on a router as they were given, or are refused (${String(runs)})`,
  { timeout: 600_000 },
  () => {
    const outcomes = someHostile().map((one) => {
      try {
        return check(one);
      } catch (error) {
        throw new Error(JSON.stringify(one).slice(0, 300), { cause: error });
      }
    });
    expect(new Set(outcomes)).toEqual(new Set(["refused", "there"]));
  },
);
