import { readdir, readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { compile, compileToRuleset } from "../src/compile.js";
import { sourceFile, type SourceFile } from "../src/source/source-file.js";
import { printRuleset } from "../src/ir/print.js";
import { targets } from "../targets/index.js";

const examples = await readdir("examples");

async function read(example: string, name = "policy.sbn"): Promise<SourceFile> {
  return sourceFile(name, await readFile(`examples/${example}/${name}`, "utf8"));
}

describe.each(examples)("%s", (example) => {
  test("has a README", async () => {
    expect(await readFile(`examples/${example}/README.md`, "utf8")).toMatch(/^# /u);
  });

  test("is right, without a word of advice", async () => {
    expect(compileToRuleset(await read(example)).diagnostics).toEqual([]);
  });

  describe.each(targets)("$id", (target) => {
    test.each(target.formats)("%s", async (format) => {
      const options = { version: target.defaultVersion, format };
      const { value, diagnostics } = compile(await read(example), target, options);
      expect(diagnostics).toEqual([]);
      for (const artifact of value ?? []) {
        const path = `../examples/${example}/expected/${target.id}/${artifact.name}`;
        await expect(`${[...artifact.lines].join("\n")}\n`).toMatchFileSnapshot(path);
      }
      expect(value).not.toHaveLength(0);
    });
  });
});

test("example 01 as chains is the same policy", async () => {
  const [ladder, chains] = await Promise.all(
    ["policy.sbn", "chains.sbn"].map(
      async (name) => compileToRuleset(await read("01-sinbin-ladder", name)).value,
    ),
  );
  if (ladder === undefined || chains === undefined) throw new Error("example 01 does not compile");
  expect([...printRuleset(chains)]).toEqual([...printRuleset(ladder)]);
});
