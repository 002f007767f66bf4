import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { strictParser } from "../../grammar/parser.js";
import { type GeneratedFile, generatedFiles } from "../../scripts/grammar/generated.js";

const files: readonly GeneratedFile[] = await generatedFiles();

test.each(files)("$path is fresh (npm run generate)", ({ path, text }) => {
  expect(readFileSync(path, "utf8")).toBe(text);
});

function textOf(name: string): string {
  const file = files.find(({ path }) => path.endsWith(name));
  if (file === undefined) throw new Error(`no ${name}`);
  return file.text;
}

test("the EBNF defines every rule of the parser, and every name it uses", () => {
  const lines = textOf("sinbin.ebnf").replace(/\/\*[^]*?\*\//gu, "");
  const defined = [...lines.matchAll(/^(\w+) +::=/gmu)].map(([, name]) => name);
  expect(defined).toEqual(expect.arrayContaining(Object.keys(strictParser().getGAstProductions())));
  expect(new Set(defined).size).toBe(defined.length);
  const bodies = lines.replace(/::= \/.*$/gmu, "").replace(/"[^"\s]+"/gu, "");
  const used = new Set([...bodies.matchAll(/\b[A-Za-z]\w*\b/gu)].map(([name]) => name));
  expect([...used].filter((name) => !defined.includes(name))).toEqual([]);
});

test("the page of diagrams needs nothing from elsewhere, and its links lead somewhere", () => {
  const page = textOf("railroad.html");
  expect(page).not.toMatch(/<script|<link|<img|https?:|url\(/u);
  const places = new Set([...page.matchAll(/ id="(\w+)"/gu)].map(([, id]) => id));
  const links = [...page.matchAll(/href="([^"]*)"/gu)].map(([, link]) => link);
  expect(links.length).toBeGreaterThan(100);
  expect(links.filter((link) => !places.has(link?.slice(1)))).toEqual([]);
  expect(page).not.toMatch(/NaN|undefined/u);
});

interface Pattern {
  readonly name?: string;
  readonly match?: string;
  readonly begin?: string;
  readonly captures?: Readonly<Record<string, { readonly name: string }>>;
}

/** What an editor would take the first words of a line for: patterns in their order, each at the first place it matches. */
function scopesOf(line: string): readonly (readonly [string, string])[] {
  const { patterns } = JSON.parse(textOf("sinbin.tmLanguage.json")) as {
    readonly patterns: readonly Pattern[];
  };
  const found: (readonly [string, string])[] = [];
  for (let at = 0; at < line.length;) {
    let best: { readonly index: number; readonly end: number; readonly scopes: typeof found } = {
      index: line.length,
      end: line.length,
      scopes: [],
    };
    for (const { name, match, begin, captures } of patterns) {
      const source = match ?? `${begin ?? ""}(?:[^"\\\\]|\\\\.)*"`;
      const pattern = new RegExp(source, "dgu");
      pattern.lastIndex = at;
      const result = pattern.exec(line);
      if (result === null || result.index >= best.index || result[0] === "") continue;
      const scopes =
        captures === undefined
          ? [[result[0], name ?? ""] as const]
          : Object.entries(captures).map(
              ([group, capture]) => [result[Number(group)] ?? "", capture.name] as const,
            );
      best = { index: result.index, end: result.index + result[0].length, scopes };
    }
    found.push(...best.scopes);
    at = Math.max(best.end, at + 1);
  }
  return found.map(([text, scope]) => [text, scope.replace(".sinbin", "")] as const);
}

// By JavaScript's expressions, which read these patterns as an editor's do; themes are not looked at.
test.each([
  [
    'list trusted timeout 1h { 192.0.2.0/24, 2001:db8::/48 } ## a "note"',
    "keyword.other.statement entity.name keyword.other.clause constant.numeric.duration constant.other.address constant.other.address comment.line.documentation",
  ],
  [
    'new ssh from !sin_2 2.5% -> log "a \\" b", add source to sinbin for 4h # why',
    "constant.language.state variable.other keyword.other.condition keyword.operator variable.other constant.numeric.percent keyword.operator keyword.other.action string.quoted.double keyword.other.action constant.language keyword.other.condition variable.other keyword.other.clause constant.numeric.duration comment.line.number-sign",
  ],
  [
    "tcp/{22,8000-8100} limit 10/m burst 5 per source -> reject with tcp-reset",
    "support.type.protocol keyword.operator constant.numeric constant.numeric.range keyword.other.condition constant.numeric.rate keyword.other.clause constant.numeric keyword.other.clause constant.language keyword.operator keyword.control.verdict keyword.other.clause variable.other",
  ],
  [
    "icmp/8:0 conns > 30 per source/24 flags syn !ack mac 02:00:00:aa:bb:cc -> jump deep-in",
    "support.type.protocol keyword.operator constant.numeric.icmp keyword.other.condition keyword.operator constant.numeric keyword.other.clause constant.language keyword.operator constant.numeric keyword.other.condition constant.language.flag keyword.operator constant.language.flag keyword.other.condition constant.other.address keyword.operator keyword.control.verdict entity.name.function",
  ],
  [
    "every 60s +- 1s banned within 1d <= 0.1%",
    "keyword.other.condition constant.numeric.duration keyword.operator constant.numeric.duration keyword.other.condition keyword.other.condition constant.numeric.duration keyword.operator constant.numeric.percent",
  ],
])("an editor tells the words apart: %s", (line, scopes) => {
  expect(scopesOf(line).map(([, scope]) => scope)).toEqual(scopes.split(" "));
});
