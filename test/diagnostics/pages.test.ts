import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { catalog, type Code } from "../../src/diagnostics/catalog.js";
import { renderPretty, summary } from "../../src/diagnostics/render/pretty.js";
import { diagnose } from "./diagnose.js";
import { isDeviceText, pagesFolder, readPage } from "./page.js";
import { type Case, more, traces, unwritable } from "./snippets.js";

/**
 * Every code has a page with the five headings, whose "Avoid" gives that code and whose "Prefer" does not, and at
 * least one golden that shows a source beside all that is told of it. Goldens are in test/golden/diagnostics.
 */

const root = fileURLToPath(new URL("../../", import.meta.url));
const goldens = new URL("../golden/diagnostics/", import.meta.url);
const codes = Object.keys(catalog) as Code[];
/** What is told of devices has no policy to show it on; test/device/problems.test.ts has its golden. */
const ofPolicies = codes.filter((code) => !code.startsWith("SB6"));
const headings = ["Summary", "Avoid", "Prefer", "Why", "See also"];

const fromPages: readonly Case[] = codes.flatMap((code) => {
  const { avoid } = readPage(code);
  if (avoid.language !== "sbn" && !isDeviceText(avoid.language)) return [];
  const slug = slugOf(catalog[code].title);
  const { source, target } = avoid;
  return [{ code, slug, source, ...(target === undefined ? {} : { target }) }];
});

const cases = [...fromPages, ...unwritable, ...traces, ...more];

function slugOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^a-z0-9]+/gu, "-")
    .replace(/^-|-$/gu, "");
}

describe("the pages of the diagnostics", () => {
  test("are those of the catalog", () => {
    expect(readdirSync(pagesFolder).toSorted()).toEqual(codes.map((code) => `${code}.md`));
  });

  test.each(codes)("%s has its headings, and links to pages that are there", (code) => {
    const page = readPage(code);
    expect(page.title).toBe(`${code}: ${catalog[code].title}`);
    expect(page.headings).toEqual(headings);
    expect(page.links.length).toBeGreaterThan(0);
    for (const link of page.links) expect(codes).toContain(link);
  });

  test.each(ofPolicies)("%s shows a better way that compiles", (code) => {
    const { prefer } = readPage(code);
    expect(prefer.source).not.toBe("");
    expect(diagnose(prefer.source, prefer.target).map((found) => found.code)).toEqual([]);
  });
});

describe("every code", () => {
  test("is reported somewhere", () => {
    const files = ["src", "grammar", "targets"].flatMap((folder) =>
      readdirSync(root + folder, { recursive: true, encoding: "utf8" }).map(
        (file) => `${root}${folder}/${file}`,
      ),
    );
    const texts = files
      .filter((file) => file.endsWith(".ts") && !file.endsWith("catalog.ts"))
      .map((file) => readFileSync(file, "utf8"))
      .join("\n");
    const silent = codes.filter((code) => !texts.includes(`"${code}"`));
    expect(silent).toEqual([]);
  });

  test("has a golden", () => {
    const covered = new Set(cases.map(({ code }) => code));
    expect(ofPolicies.filter((code) => !covered.has(code))).toEqual([]);
  });

  test("has no golden that nothing writes", () => {
    const names = cases.map(({ code, slug }) => `${code}-${slug}.md`);
    expect(readdirSync(goldens).toSorted()).toEqual(names.toSorted());
  });

  test.each(cases)("$code, $slug", async ({ code, slug, source, target }) => {
    const found = diagnose(source, target);
    expect(found.map((diagnostic) => diagnostic.code)).toContain(code);
    const told = found.map((diagnostic) => renderPretty(diagnostic, { colour: false }));
    const text = [
      `# ${code}: ${slug.replaceAll("-", " ")}`,
      "",
      `\`\`\`${isDeviceText(target ?? "") ? target : `sbn${target === undefined ? "" : ` ${target}`}`}`,
      shown(source),
      "```",
      "",
      "```text",
      shortened(told.join("\n\n"), 120),
      "",
      summary(found),
      "```",
      "",
    ].join("\n");
    await expect(text).toMatchFileSnapshot(fileURLToPath(new URL(`${code}-${slug}.md`, goldens)));
  });
});

/** The source with what an editor would not show spelled out. */
function shown(source: string | Uint8Array): string {
  const text = typeof source === "string" ? source : Buffer.from(source).toString("latin1");
  const visible = text
    .replace(/\n$/u, "")
    .replace(/[^\n\t\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu, (character) => {
      const code = character.codePointAt(0) ?? 0;
      return `\\u{${code.toString(16).toUpperCase()}}`;
    });
  return shortened(visible, 40);
}

/** A golden is to be read; of what is very long the ends are enough. */
function shortened(text: string, most: number): string {
  const lines = text.split("\n");
  if (lines.length <= most) return text;
  const kept = 10;
  const left = `… ${lines.length - 2 * kept} lines …`;
  return [...lines.slice(0, kept), left, ...lines.slice(-kept)].join("\n");
}
