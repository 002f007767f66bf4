import { describe, expect, test } from "vitest";
import { gateOf } from "../../src/odds/stranger.js";
import { surveyOf } from "../../src/odds/survey.js";
import { oddsPage } from "../../src/report/page.js";
import { wellKnownServices } from "../../src/net/well-known-services.js";
import { lintRuleset } from "../../src/lint/lint.js";
import type { Ruleset } from "../../src/ir/ruleset.js";
import { rulesetOf, seed } from "../odds/ladders.js";

const limited = `list seen timeout 1h
chain guard hook input {
  from seen -> drop
  new ssh over 2/m burst 2 per source -> add source to seen
}
`;

function pageOf(ruleset: Ruleset): string {
  const survey = surveyOf(ruleset, (name) => wellKnownServices.get(name));
  return [...oddsPage(ruleset, survey, lintRuleset(ruleset))].join("\n");
}

/** The same with another name, as if the language let anybody choose any. */
function renamed(ruleset: Ruleset, from: string, to: string): Ruleset {
  const rename = (value: unknown): unknown => {
    if (value === from) return to;
    if (Array.isArray(value)) return value.map(rename);
    if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, each]) => [key, key === "origin" ? each : rename(each)]),
    );
  };
  return rename(ruleset) as Ruleset;
}

/** Elements that have no end. */
const voids = new Set(["meta", "!doctype"]);

interface Tag {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
}

/** Tags in their order; fails where they do not nest. */
function tagsOf(page: string): readonly Tag[] {
  const open: string[] = [];
  const tags: Tag[] = [];
  const style = /<style>[^]*?<\/style>/u;
  for (const [, end, name = "", rest = "", selfClosed] of page
    .replace(style, "")
    .matchAll(/<(\/?)([!a-z][a-z0-9]*)((?:\s+[\w-]+(?:="[^"<]*")?)*)\s*(\/?)>/giu)) {
    if (end === "/") expect(open.pop()).toBe(name);
    else {
      const attributes = new Map(
        [...rest.matchAll(/([\w-]+)="([^"]*)"/gu)].map(([, key = "", value = ""]) => [key, value]),
      );
      tags.push({ name, attributes });
      if (selfClosed !== "/" && !voids.has(name.toLowerCase())) open.push(name);
    }
  }
  expect(open).toEqual([]);
  // Whatever else looks like a tag would be one.
  const left = page
    .replace(style, "")
    .replace(/<\/?[!a-z][a-z0-9]*(?:\s+[\w-]+(?:="[^"<]*")?)*\s*\/?>/giu, "");
  expect(left).not.toContain("<");
  return tags;
}

describe.each([
  ["seed", seed],
  ["limited", limited],
  ["spares", "chain guard hook input {\n  new ssh -> drop\n}\n"],
])("the page of %s", (name, policy) => {
  const page = pageOf(rulesetOf(policy));
  const tags = tagsOf(page);
  const ids = tags.flatMap(({ attributes }) => attributes.get("id") ?? []);

  test("is as it was", async () => {
    // Curves are the figures of other tests once more, and the style is for the eye.
    const outline = page.replace(/<style>[^]*?<\/style>/u, "").replace(/ d="[^"]*"/gu, "");
    await expect(`${outline}\n`).toMatchFileSnapshot(`../golden/report/${name}.html`);
  });

  test("needs nothing but itself", () => {
    expect(page).not.toMatch(/https?:\/\/|url\(|@import|<script|<link|<img|\ssrc=|\son[a-z]+=/iu);
    expect(page).toContain("default-src 'none'");
  });

  test("has a language, one heading of the first order, and what its references name", () => {
    expect(tags.find(({ name }) => name === "html")?.attributes.get("lang")).toBe("en");
    expect(tags.filter(({ name }) => name === "h1")).toHaveLength(1);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { attributes } of tags) {
      for (const id of attributes.get("aria-labelledby")?.split(" ") ?? []) {
        expect(ids).toContain(id);
      }
    }
  });

  test("has pictures that are named or hidden, and headers that say what they head", () => {
    for (const { name, attributes } of tags) {
      if (name === "th") expect(attributes.get("scope")).toMatch(/^(?:col|row)$/u);
      if (name !== "svg") continue;
      const isNamed = attributes.get("role") === "img" && attributes.has("aria-labelledby");
      expect(isNamed || attributes.get("aria-hidden") === "true").toBe(true);
    }
  });
});

describe("names", () => {
  const hostile = `</title></script><script>alert(1)</script>"'\` & <b onload=x>\u202e\u0000`;

  test.each(["edge", "sin_1", "sinbin", "ssh"])("stay text, whatever %s is called", (from) => {
    const ruleset = renamed({ ...rulesetOf(seed), policy: "edge" }, from, hostile);
    expect(gateOf(ruleset).memory.bins).toHaveLength(1);
    const page = pageOf(ruleset);
    tagsOf(page);
    expect(page).toContain("&lt;/title&gt;");
    expect(page).not.toMatch(/<script|<b |\p{Bidi_Control}|\p{Cc}(?<!\n)/u);
  });

  test("of any length are cut in the diagram, and whole in the words", () => {
    const long = "x".repeat(500);
    const page = pageOf(renamed(rulesetOf(seed), "sin_1", long));
    expect(page).toContain(`${"x".repeat(25)}…</text>`);
    expect(page).toMatch(new RegExp(`<title>\\s*${long}\\s*</title\\s*>`, "u"));
  });
});
