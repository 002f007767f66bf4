import { expect, test } from "vitest";
import * as library from "../../src/index.js";

/** The public names, one by one: taking one away or renaming it is a breaking change and is meant to be noticed. */
test("the library exports what it says", () => {
  expect(Object.keys(library).toSorted()).toEqual([
    "analyse",
    "catalog",
    "cellsOf",
    "compile",
    "compileToRuleset",
    "explainPolicy",
    "hasErrors",
    "jsonReport",
    "originOf",
    "positionOf",
    "printPolicy",
    "printRuleset",
    "renderPretty",
    "sourceFile",
    "summary",
    "targets",
  ]);
});

test("the example of its first page works", () => {
  const { compile, sourceFile, targets } = library;
  const nftables = targets.find(({ id }) => id === "nftables")!;
  const file = sourceFile("edge.sbn", "chain guard hook input { from 192.0.2.7 -> drop }");
  const { value, diagnostics } = compile(file, nftables, {
    version: nftables.defaultVersion,
    format: "nft",
  });
  expect(diagnostics).toEqual([]);
  expect([...value![0]!.lines].join("\n")).toContain("192.0.2.7");
});
