import { describe, expect, test } from "vitest";
import type { Diagnostic, Suggestion } from "../../src/diagnostics/diagnostic.js";
import { jsonReport } from "../../src/diagnostics/render/json.js";
import { renderPretty, summary } from "../../src/diagnostics/render/pretty.js";
import { harmless } from "../../src/diagnostics/render/shown-text.js";
import { sourceFile, type SourceFile, type Span } from "../../src/source/source-file.js";

/** What the goldens do not show: colour, widths, files beside each other, and texts made to do harm. */

function spanOf(file: SourceFile, part: string, from = 0): Span {
  const start = file.text.indexOf(part, from);
  if (start < 0) throw new Error(`no ${part}`);
  return { file, start, end: start + part.length };
}

function diagnostic(span: Span, more: Partial<Diagnostic> = {}): Diagnostic {
  return { code: "SB0000", severity: "error", message: "no", span, labels: [], ...more };
}

function lines(text: string): readonly string[] {
  return text.split("\n");
}

const file = sourceFile("edge.sbn", "policy edge\nlist a { 192.0.2.1 }\n");

describe("renderPretty", () => {
  test("writes no escape sequence unless asked to", () => {
    const span = spanOf(file, "192.0.2.1");
    expect(renderPretty(diagnostic(span), { colour: false })).not.toContain("\u001B");
    const coloured = renderPretty(diagnostic(span), { colour: true });
    // eslint-disable-next-line no-control-regex -- it is what colour is made of
    const plain = coloured.replace(/\u001B\[[\d;]+m/gu, "");
    expect(plain).toBe(renderPretty(diagnostic(span), { colour: false }));
    expect(plain).not.toBe(coloured);
  });

  test("wraps sentences to the width of a terminal, and only there", () => {
    const help = "one two three four five six seven eight nine ten eleven twelve";
    const long = diagnostic(spanOf(file, "edge"), { help });
    const wrapped = lines(renderPretty(long, { colour: false, width: 40 }));
    expect(wrapped.filter((line) => line.length > 40)).toEqual([]);
    expect(wrapped).toContain("  = help: one two three four five six");
    expect(wrapped).toContain("          seven eight nine ten eleven");
    expect(lines(renderPretty(long, { colour: false }))).toContain(`  = help: ${help}`);
  });

  test("shows a label in another file under that file's name", () => {
    const other = sourceFile("lists/office.sbn", "list a { }\n");
    const labels = [{ span: spanOf(other, "a"), text: "declared here first" }];
    const text = renderPretty(diagnostic(spanOf(file, "a {"), { labels }), { colour: false });
    expect(text).toContain(" --> edge.sbn:2:6\n");
    expect(text).toContain(" ::: lists/office.sbn:1:6\n");
    expect(text).toContain("1 | list a { }\n  |      - declared here first");
  });

  test("names files as it is told to", () => {
    const nameOf = (): string => "policies/edge.sbn";
    const text = renderPretty(diagnostic(spanOf(file, "edge")), { colour: false, nameOf });
    expect(text).toContain(" --> policies/edge.sbn:1:8\n");
  });

  test("keeps to the width with lines of a megabyte, wherever the span is", () => {
    const long = sourceFile("long.sbn", `list a { ${"192.0.2.1, ".repeat(100_000)}}`);
    for (const at of [9, 500_000, long.text.length - 1]) {
      const text = renderPretty(diagnostic({ file: long, start: at, end: at + 1 }), {
        colour: false,
        width: 80,
      });
      const [source = "", marks = ""] = lines(text).slice(3);
      expect(source.length).toBeLessThanOrEqual(80);
      expect(source.charAt(marks.indexOf("^"))).toBe(long.text.charAt(at));
    }
  });

  test("cuts a span that is longer than the line", () => {
    const long = sourceFile("long.sbn", `${"x".repeat(50)}${"y".repeat(5000)}`);
    const span = { file: long, start: 50, end: 5050 };
    const text = renderPretty(diagnostic(span, { caption: "here" }), { colour: false, width: 80 });
    const [source = "", marks = ""] = lines(text).slice(3);
    expect(source).toMatch(/^1 \| …x+y+…$/u);
    expect(marks.indexOf("^")).toBe(source.indexOf("y"));
    expect(marks).toMatch(/\^ here$/u);
  });

  test("tells in words of a label that is cut away", () => {
    const long = sourceFile("long.sbn", `list a { ${"192.0.2.1, ".repeat(1000)}}`);
    const labels = [{ span: { file: long, start: 10_000, end: 10_009 }, text: "covers it" }];
    const text = renderPretty(diagnostic(spanOf(long, "a"), { labels }), { colour: false });
    expect(text).toContain("= note: covers it (long.sbn:1:10001)");
  });

  test("places a mark past the end of the line, and in an empty file", () => {
    const at = (text: string, offset: number): string => {
      const source = sourceFile("a.sbn", text);
      const span = { file: source, start: offset, end: offset };
      return renderPretty(diagnostic(span), { colour: false });
    };
    expect(at("ab\n", 2)).toContain("1 | ab\n  |   ^\n");
    expect(at("", 0)).toContain(" --> a.sbn:1:1\n");
  });

  test("repaired lines keep what is around the repair", () => {
    const suggest = (suggestion: Suggestion): readonly string[] =>
      lines(renderPretty(diagnostic(suggestion.span, { suggestion }), { colour: false }));
    const replaced = suggest({ span: spanOf(file, "192.0.2.1"), replacement: "192.0.2.0/24" });
    expect(replaced).toContain("  = try: `192.0.2.0/24`");
    expect(replaced).toContain("2 + list a { 192.0.2.0/24 }");
    const removed = suggest({ span: spanOf(file, " 192.0.2.1"), replacement: "" });
    expect(removed).toContain("  = try: take it out");
    expect(removed).toContain("2 + list a { }");
  });

  test("lets no control character through, from a source, a name or a message", () => {
    const evil = "\u001B]0;owned\u0007\u009B31m\u202E\r\u2028\uDC00";
    const source = sourceFile(`a${evil}.sbn`, `policy ${evil} x\n`);
    const text = renderPretty(
      diagnostic(spanOf(source, "x"), {
        message: evil,
        caption: evil,
        help: evil,
        labels: [{ span: spanOf(source, "policy"), text: evil }],
        suggestion: { span: spanOf(source, "x"), replacement: evil },
      }),
      { colour: false },
    );
    expect(text).not.toMatch(/[^\P{C}\n]|[\u2028\u2029]/u);
  });
});

test("harmless keeps lines and tabs, and names the rest", () => {
  expect(harmless("a\tb\nc\u001Bd\u007Fe\u202Ef\u00E9")).toBe("a\tb\nc␛d␡e<U+202E>fé");
});

test("summary counts what there is", () => {
  const error = diagnostic(spanOf(file, "edge"));
  const warning = { ...error, severity: "warning" } as const;
  expect(summary([])).toBe("");
  expect(summary([error])).toBe("1 error");
  expect(summary([error, warning, error, warning])).toBe("2 errors, 2 warnings");
});

test("jsonReport gives lines and columns from 1, in UTF-16 units", () => {
  const source = sourceFile("a.sbn", "# 😀\npolicy x\n");
  const [found] = jsonReport([diagnostic(spanOf(source, "x"))]).diagnostics;
  expect(found).toMatchObject({
    start: { line: 2, column: 8 },
    end: { line: 2, column: 9 },
    suggestion: null,
    help: null,
  });
  const [face] = jsonReport([diagnostic(spanOf(source, "😀"))]).diagnostics;
  expect(face).toMatchObject({ start: { line: 1, column: 3 }, end: { line: 1, column: 5 } });
});
