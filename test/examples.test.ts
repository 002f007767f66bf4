import { existsSync, readFileSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { afterAll, describe, expect, test } from "vitest";
import { parsePolicy } from "../grammar/index.js";
import { printPolicy } from "../src/ast/print.js";
import { compile, compileToRuleset } from "../src/compile.js";
import type { Diagnostic } from "../src/diagnostics/diagnostic.js";
import { printRuleset } from "../src/ir/print.js";
import type { SourceReader } from "../src/load/source-reader.js";
import { positionOf, sourceFile, type SourceFile } from "../src/source/source-file.js";
import { targets } from "../targets/index.js";

const examples = await readdir("examples");

async function read(example: string, name = "policy.sbn"): Promise<SourceFile> {
  return sourceFile(name, await readFile(`examples/${example}/${name}`, "utf8"));
}

/** The other files of an example: what it includes, and its lists. */
function folder(example: string): SourceReader {
  const text = (path: string): string => readFileSync(`examples/${example}/${path}`, "utf8");
  return {
    readPolicy: (path) => ({ value: sourceFile(path, text(path)) }),
    readList: (path) => ({ value: [text(path)] }),
  };
}

/** Without what is in every module of NixOS: the helper command, and the options and what they do. */
function* shown(lines: Iterable<string>): Generator<string> {
  let until: string | undefined;
  for (const line of lines) {
    if (line === until) until = undefined;
    if (until === undefined) yield line;
    if (line === "    helper = ''") until = "    '';";
    if (line === "  sinbin = (") until = "  ) { inherit config lib pkgs; };";
  }
}

/** Where a target does something only nearly, and how far off it is. */
function told({ span, message, help }: Diagnostic): string {
  const { line, column } = positionOf(span);
  const place = `${span.file.name}:${String(line)}:${String(column)}`;
  return `${place}\n  ${message}\n  help: ${help ?? "none"}\n`;
}

describe.each(examples)("%s", async (example) => {
  const files = await readdir(`examples/${example}`, { recursive: true });
  const policies = files.filter((name) => name.endsWith(".sbn")).sort();

  test("has a README", async () => {
    expect(await readFile(`examples/${example}/README.md`, "utf8")).toMatch(/^# /u);
  });

  test.each(policies)("%s is laid out as `fmt` does it", async (name) => {
    const file = await read(example, name);
    const { policy, diagnostics } = parsePolicy(file);
    expect(diagnostics).toEqual([]);
    expect(printPolicy(policy)).toBe(file.text);
  });

  test("is right, without a word of advice", async () => {
    const { diagnostics } = compileToRuleset(await read(example), folder(example));
    expect(diagnostics).toEqual([]);
  });

  describe.each(targets)("$id", (target) => {
    const expected = `examples/${example}/expected/${target.id}`;
    const written = new Set<string>();

    async function expectFile(name: string, text: string): Promise<void> {
      written.add(name);
      await expect(text).toMatchFileSnapshot(`../${expected}/${name}`);
    }

    // These are the same rules again, with files that are the same for every policy.
    const formats = target.formats.filter((format) => !["systemd", "parts"].includes(format));
    test.each(formats)("%s", async (format) => {
      const options = { version: target.defaultVersion, format };
      const { value, diagnostics } = compile(await read(example), target, options, folder(example));
      const others = diagnostics.filter(({ code }) => code !== "SB5009");
      expect(others).toEqual([]);
      if (diagnostics.length > 0) {
        await expectFile("approximations.txt", diagnostics.map(told).join("\n"));
      }
      for (const artifact of value ?? []) {
        await expectFile(artifact.name, `${[...shown(artifact.lines)].join("\n")}\n`);
      }
      expect(value).not.toHaveLength(0);
    });

    afterAll(async () => {
      if (!existsSync(expected)) return;
      const stale = (await readdir(expected)).filter((name) => !written.has(name));
      expect(stale, "expected of an output that there is no more").toEqual([]);
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
