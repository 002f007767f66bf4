import type {
  Expression,
  Grammar,
  GrammarRule,
  GrammarToken,
} from "../../grammar/grammar-model.js";
import { escaped, layOut } from "./railroad-layout.js";

/** The grammar as diagrams: one page that needs nothing else. */
export function railroad(grammar: Grammar): string {
  const rules = grammar.rules.map((rule) => section(rule, usersOf(rule.name, grammar.rules)));
  const words = grammar.tokens.map(tokenSection);
  return `<!doctype html>
<!-- Made from grammar/parser.ts by \`npm run generate\`; a test fails when it is stale. -->
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>The grammar of the sinbin policy language</title>
<style>${style}</style>
</head>
<body>
<h1>The grammar of the sinbin policy language</h1>
<p>Follow a line from left to right; every way through is a policy that can be read. Round boxes are words as they are written,
square ones lead to their own diagram or to the shape of a word. A keyword can be a name wherever a name is expected.</p>
<nav>${grammar.rules.map(({ name }) => `<a href="#${name}">${name}</a>`).join(" ")}</nav>
${rules.join("\n")}
<h2 id="words">Words</h2>
${words.join("\n")}
</body>
</html>
`;
}

function linkTo(name: string): string {
  return `#${name}`;
}

function section({ name, body }: GrammarRule, users: readonly string[]): string {
  const used = users.map((user) => `<a href="#${user}">${user}</a>`).join(", ");
  const from = used === "" ? "" : `\n<p class="used">in ${used}</p>`;
  return `<section id="${name}">\n<h2>${name}</h2>\n${diagram(name, body)}${from}\n</section>`;
}

const margin = 12;
const lead = 24;

function diagram(name: string, body: Expression): string {
  const box = layOut(body, linkTo);
  const width = box.width + 2 * (margin + lead);
  const height = box.up + box.down + 2 * margin;
  const y = margin + box.up;
  const start = margin + lead;
  const end = start + box.width;
  const ends = [
    `<circle cx="${String(margin)}" cy="${String(y)}" r="4"/>`,
    `<path d="M${String(margin)} ${String(y)}H${String(start)}"/>`,
    `<path d="M${String(end)} ${String(y)}H${String(end + lead)}"/>`,
    `<circle cx="${String(end + lead)}" cy="${String(y)}" r="4"/>`,
  ].join("");
  const size = `width="${String(width)}" height="${String(height)}" viewBox="0 0 ${String(width)} ${String(height)}"`;
  return `<div class="diagram" tabindex="0"><svg ${size} role="img" aria-label="${name}">${ends}${box.draw(start, y)}</svg></div>`;
}

function tokenSection({ name, is }: GrammarToken): string {
  const shape =
    is.kind === "pattern"
      ? `<div class="diagram" tabindex="0"><code>${escaped(is.pattern.source)}</code></div>`
      : `<p>${is.members.map(memberText).join(" ")}</p>`;
  return `<section id="${name}">\n<h3>${name}</h3>\n${shape}\n</section>`;
}

function memberText(member: Expression): string {
  switch (member.kind) {
    case "word":
      return `<code>${escaped(member.text)}</code>`;
    case "token":
    case "rule":
      return `<a href="#${member.name}">${member.name}</a>`;
    case "sequence":
    case "choice":
    case "optional":
    case "repeat":
      return "";
  }
}

function usersOf(name: string, rules: readonly GrammarRule[]): readonly string[] {
  return rules.filter(({ body }) => mentions(body, name)).map((rule) => rule.name);
}

function mentions(expression: Expression, name: string): boolean {
  switch (expression.kind) {
    case "word":
    case "token":
      return false;
    case "rule":
      return expression.name === name;
    case "sequence":
    case "choice":
      return expression.items.some((item) => mentions(item, name));
    case "optional":
    case "repeat":
      return mentions(expression.item, name);
  }
}

const style = `
:root { --ink: #1b1f24; --paper: #ffffff; --line: #57606a; --word: #ddf4ff; --rule: #fff8c5; --token: #eaeef2; --link: #0550ae; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6edf3; --paper: #0d1117; --line: #8b949e; --word: #0c2d6b; --rule: #4b2900; --token: #21262d; --link: #79c0ff; }
}
body { margin: 1rem auto; max-width: 70rem; padding: 0 1rem; background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
nav { display: flex; flex-wrap: wrap; gap: .25rem 1rem; }
a { color: var(--link); }
h2 { font-size: 1.15rem; margin: 2rem 0 .25rem; }
h3 { font-size: 1rem; margin: 1.25rem 0 .25rem; }
code, svg text { font-family: ui-monospace, monospace; font-size: 13px; }
.diagram { overflow-x: auto; }
.used { margin: 0; font-size: .85rem; }
svg path { fill: none; stroke: var(--line); stroke-width: 1.5; }
svg circle { fill: var(--line); }
svg rect { stroke: var(--line); }
svg text { fill: var(--ink); text-anchor: middle; }
svg .word rect { fill: var(--word); }
svg .rule rect { fill: var(--rule); }
svg .token rect { fill: var(--token); }
svg a:hover rect { stroke: var(--link); stroke-width: 2; }
`;
