import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { compileToRuleset } from "../../src/compile.js";
import { renderPretty } from "../../src/diagnostics/render/pretty.js";
import type { ReadResult, SourceReader } from "../../src/load/source-reader.js";
import { sourceFile } from "../../src/source/source-file.js";
import { keywords } from "../../grammar/tokens.js";

/** Every example of the reference compiles: ```sbn is a policy, ```sbn rules the inside of a chain. */

const text = readFileSync(new URL("../../docs/language.md", import.meta.url), "utf8");

const beside: Readonly<Record<string, string>> = {
  "lists/office.sbn": "list office { 192.0.2.0/24 }\n",
  "lists/blocked.txt": "198.51.100.0/24\n203.0.113.0/24 ; a comment\n",
};

function read<T>(path: string, make: (text: string) => T): ReadResult<T> {
  const found = beside[path];
  return found === undefined ? { problem: "there is no such file" } : { value: make(found) };
}

const reader: SourceReader = {
  readPolicy: (path) => read(path, (found) => sourceFile(path, found)),
  readList: (path) => read(path, (found) => [found]),
};

const around = `interface wan { routeros ether1  nftables eth0 }
interface lan { routeros ether2  nftables eth1 }
service web = tcp/80, tcp/443
list trusted { 192.0.2.0/24 }
list sin_1 timeout 1m
list sinbin timeout 4h
chain deep { }
chain guard hook forward {
`;

const snippets = [...text.matchAll(/^```sbn(?: (\w+))?\n([^]*?)^```$/gmu)].map(
  ([, kind, source = ""]) => ({
    // The declarations around serve all the examples; not every one uses them all.
    mayLeaveUnused: kind === "rules",
    title: source.split("\n").find((line) => line.trim() !== "") ?? "",
    source: kind === "rules" ? `${around}${source}}\n` : source,
  }),
);

test("there are examples, and no block of a kind that is not looked at", () => {
  expect(snippets.length).toBeGreaterThan(8);
  const kinds = [...text.matchAll(/^```(\S.*)$/gmu)].map(([, kind]) => kind);
  expect([...new Set(kinds)].toSorted()).toEqual(["sbn", "sbn rules"]);
});

test.each(snippets)("compiles: $title", ({ source, mayLeaveUnused }) => {
  const { diagnostics } = compileToRuleset(sourceFile("edge.sbn", source), reader);
  const told = diagnostics.filter(({ code }) => !(mayLeaveUnused && code === "SB4002"));
  expect(told.map((found) => renderPretty(found, { colour: false }))).toEqual([]);
});

describe("the examples show", () => {
  const examples = snippets.map(({ source }) => source).join("\n");
  const uses = (word: string): boolean =>
    new RegExp(`(?<![\\w"-])${word}(?![\\w-])`, "u").test(examples);

  test.each([...keywords.keys()])("%s", (word) => {
    // States and flags that are like others, and words that say what is so anyway.
    const alike = ["invalid", "untracked", "rst", "psh", "urg", "ece", "cwr", "both", "first"];
    const told = alike.includes(word) || ["forever", "other", "output"].includes(word);
    expect(uses(word) || told).toBe(true);
  });
});
