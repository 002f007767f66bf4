import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import {
  cruise,
  type ICruiseOptions,
  type ICruiseResult,
  type IForbiddenRuleType,
} from "dependency-cruiser";
import { describe, expect, test } from "vitest";

/**
 * The import directions, and that each of their rules is alive: every rule has a fixture with deliberate
 * breaches, and every import marked `// breach` there, and no other, is reported by that rule. (A cycle is
 * reported once, at the import that is met first.)
 */

interface Configuration {
  readonly forbidden: readonly (IForbiddenRuleType & { readonly name: string })[];
  readonly options: ICruiseOptions;
}

const root = fileURLToPath(new URL("..", import.meta.url));
const fixtures = join(root, "test/fixtures/imports");
const configuration = createRequire(import.meta.url)("../.dependency-cruiser.cjs") as Configuration;
const rules = configuration.forbidden.map((rule) => rule.name);
const folders = readdirSync(fixtures);

interface Breach {
  readonly rule: string;
  readonly from: string;
}

async function breaches(baseDir: string, folders: readonly string[]): Promise<readonly Breach[]> {
  const { tsConfig: _, ...options } = configuration.options;
  const { output } = await cruise([...folders], {
    ...options,
    baseDir,
    validate: true,
    ruleSet: { forbidden: [...configuration.forbidden] },
  });
  const { summary, modules } = output as ICruiseResult;
  expect(modules.length, "modules seen").toBeGreaterThan(0);
  return summary.violations.map((violation) => ({
    rule: violation.rule.name,
    from: violation.from,
  }));
}

/** The folders of a tree that hold code, as cruise wants them. */
const parts = (baseDir: string): string[] =>
  readdirSync(baseDir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && PARTS.has(entry.name))
    .map((entry) => entry.name);
const PARTS: ReadonlySet<string> = new Set([
  "src",
  "grammar",
  "targets",
  "test",
  "scripts",
  "bench",
]);

/** One entry per import marked `// breach`: the file it is in. */
function marked(baseDir: string): readonly string[] {
  return readdirSync(baseDir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .flatMap((file) =>
      readFileSync(file, "utf8")
        .split("\n")
        .filter((line) => line.endsWith("// breach"))
        .map(() => relative(baseDir, file)),
    )
    .toSorted();
}

describe("the rules about imports", () => {
  test("each has a fixture, and each fixture but one has a rule", () => {
    expect(folders.toSorted()).toEqual([...rules, "allowed"].toSorted());
  });

  test.each(rules)("%s reports each marked import, and no other", async (rule) => {
    const baseDir = join(fixtures, rule);
    const reported = (await breaches(baseDir, parts(baseDir)))
      .filter((breach) => breach.rule === rule)
      .map((breach) => breach.from)
      .toSorted();
    expect(reported).not.toEqual([]);
    expect(reported).toEqual(marked(baseDir));
  });

  test("let pass what is permitted", async () => {
    const baseDir = join(fixtures, "allowed");
    expect(await breaches(baseDir, parts(baseDir))).toEqual([]);
  });

  test("hold in this project", async () => {
    expect(await breaches(root, parts(root))).toEqual([]);
  });
});
