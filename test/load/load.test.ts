import { describe, expect, test } from "vitest";
import { compileToRuleset } from "../../src/compile.js";
import { prefixesOf } from "../../src/net/address-set.js";
import { formatPrefix } from "../../src/net/address.js";
import { resolvePath } from "../../src/load/policy-path.js";
import type { SourceReader } from "../../src/load/source-reader.js";
import { positionOf, sourceFile } from "../../src/source/source-file.js";

function folder(files: Record<string, string>): SourceReader {
  const missing = { problem: "there is no such file" };
  return {
    readPolicy: (path) => {
      const text = files[path];
      return text === undefined ? missing : { value: sourceFile(`policies/${path}`, text) };
    },
    readList: (path) => {
      const text = files[path];
      // Cut in odd places, as a disk would.
      return text === undefined ? missing : { value: text.match(/[\s\S]{1,7}/gu) ?? [] };
    },
  };
}

function messages(root: string, files: Record<string, string>): readonly string[] {
  const { diagnostics } = compileToRuleset(sourceFile("policies/root.sbn", root), folder(files));
  return diagnostics.map(({ code, span }) => {
    const { line, column } = positionOf(span);
    return `${code} ${span.file.name}:${String(line)}:${String(column)}`;
  });
}

const rule = "chain c hook input { from a -> drop }";

describe("include", () => {
  test("statements of other files stand where they are included, with their own places", () => {
    const files = {
      "lists/a.sbn": "list a { 192.0.2.1 }\n",
      "rules.sbn": `include "lists/a.sbn"\n${rule}\n`,
    };
    const root = sourceFile("policies/root.sbn", 'policy p\ninclude "rules.sbn"\n');
    const { value, diagnostics } = compileToRuleset(root, folder(files));
    expect(diagnostics).toEqual([]);
    expect(value?.lists.map(({ name, origin }) => [name, origin.file.name])).toEqual([
      ["a", "policies/lists/a.sbn"],
    ]);
    expect(value?.chains[0]?.origin.file.name).toBe("policies/rules.sbn");
  });

  test("a file that two others include is there once", () => {
    const files = { "a.sbn": "list a { 192.0.2.1 }", "b.sbn": `include "a.sbn"\n${rule}` };
    expect(messages('include "a.sbn"\ninclude "b.sbn"', files)).toEqual([]);
  });

  test("circles, also through the root and a file itself", () => {
    expect(
      messages(`include "a.sbn"`, { "a.sbn": 'include "b.sbn"', "b.sbn": 'include "a.sbn"' }),
    ).toContain("SB2021 policies/b.sbn:1:9");
    expect(messages(`include "a.sbn"`, { "a.sbn": 'include "root.sbn"' })).toContain(
      "SB2021 policies/a.sbn:1:9",
    );
    expect(messages(`include "a.sbn"`, { "a.sbn": 'include "a.sbn"' })).toContain(
      "SB2021 policies/a.sbn:1:9",
    );
  });

  test("a missing file, and paths that lead out of the folder", () => {
    expect(messages('include "no.sbn"', {})).toContain("SB2020 policies/root.sbn:1:9");
    for (const path of ["../up.sbn", "/etc/passwd", "a/../../up.sbn", "C:/x.sbn", ""]) {
      expect(messages(`include "${path}"`, {}), path).toContain("SB2022 policies/root.sbn:1:9");
    }
  });

  test("errors in an included file are told with its name", () => {
    expect(messages('include "a.sbn"', { "a.sbn": "list a { 192.0.2.1/24 }\nlits" })).toEqual([
      "SB1007 policies/a.sbn:1:10",
      "SB1003 policies/a.sbn:2:1",
    ]);
  });
});

test.each([
  ["", "a.sbn", "a.sbn"],
  ["lists/", "../a.sbn", "a.sbn"],
  ["lists/", "./b//c.txt", "lists/b/c.txt"],
  ["", "a/../..", undefined],
  ["", "..", undefined],
])("from %j the path %j is %j", (from, path, expected) => {
  expect(resolvePath(from, path)).toBe(expected);
});

describe("list … from", () => {
  test("one entry a line, with comments, blank lines, CRLF and no line end at the end", () => {
    const text = "# bogons\r\n10.0.0.0/8 ; private\r\n\r\n  2001:db8::/32\n192.0.2.1-192.0.2.2";
    const root = sourceFile("policies/root.sbn", `list a from "a.txt" { 198.51.100.1 }\n${rule}`);
    const { value, diagnostics } = compileToRuleset(root, folder({ "a.txt": text }));
    expect(diagnostics).toEqual([]);
    const set = value?.lists[0]?.permanent;
    const members =
      set && [...prefixesOf(set, "ipv4"), ...prefixesOf(set, "ipv6")].map(formatPrefix);
    expect(members).toEqual([
      "10.0.0.0/8",
      "192.0.2.1",
      "192.0.2.2",
      "198.51.100.1",
      "2001:db8::/32",
    ]);
  });

  test("every bad line is named with its number", () => {
    const lines = Array.from(
      { length: 5000 },
      (_, index) => `10.${String(index >> 8)}.${String(index & 255)}.1`,
    );
    lines[9] = "10.0.0.1/8";
    lines[999] = "  example.com # name";
    lines[4998] = "1.2.3.4/40";
    expect(messages(`list a from "a.txt"\n${rule}`, { "a.txt": lines.join("\n") })).toEqual([
      "SB1007 policies/a.txt:10:1",
      "SB1006 policies/a.txt:1000:3",
      "SB1006 policies/a.txt:4999:1",
    ]);
  });

  test("a file of another kind is told once, not a thousand times", () => {
    const found = messages(`list a from "a.txt"\n${rule}`, { "a.txt": "x\n".repeat(1000) });
    expect(found.filter((line) => line.startsWith("SB1006"))).toHaveLength(100);
    expect(found.at(-1)).toMatch(/^SB1012/u);
  });
});
