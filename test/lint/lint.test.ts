import { expect, test } from "vitest";
import { compileToRuleset } from "../../src/compile.js";
import { sourceFile } from "../../src/source/source-file.js";

function codes(text: string): readonly string[] {
  return compileToRuleset(sourceFile("lint.sbn", text)).diagnostics.map(({ code }) => code);
}

test.each([
  ["-> drop", true],
  ["-> return", true],
  ["-> accept", true],
  ["new,established,related,invalid,untracked -> drop", false],
  ["50% -> drop", false],
  ["over 1000/s burst 2000 -> drop", false],
  ["limit 10/s per source -> return", false],
  ["-> count", false],
])("a rule behind `%s` is dead: %s", (rule, isDead) => {
  expect(codes(`chain c hook input {\n  ${rule}\n  new ssh -> accept\n}\n`)).toEqual(
    isDead ? ["SB4003"] : [],
  );
});

test("a list that a file or a rule fills is not told as empty", () => {
  expect(codes("list a { }\nchain c hook input { from a -> drop }")).toEqual(["SB4004"]);
  expect(codes("list a { 192.0.2.1 }\nchain c hook input { from a -> drop }")).toEqual([]);
  expect(
    codes("list a timeout 1h\nchain c hook input { from a -> drop\n new -> add source to a }"),
  ).toEqual([]);
});
