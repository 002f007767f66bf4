import type { Markup } from "./markup.js";

/**
 * The page's style sheet. Colours are pairs for light and dark; text keeps a contrast of 4.5 and lines of 3 to their
 * ground (WCAG 2.2, 1.4.3 and 1.4.11). The six of the curves are told apart by those who see few colours, too, after
 * Okabe and Ito, "Color universal design", 2008.
 */
export const style: Markup = {
  markup: `
:root {
  color-scheme: light dark;
  --ground: #ffffff; --raised: #f4f5f7; --text: #1b1f24; --quiet: #57606a; --line: #d0d7de;
  --warn: #fff4d6; --warn-line: #b58000; --bin: #b3261e; --good: #1a6fb5;
  --c0: #b3261e; --c1: #b35900; --c2: #0b7a5c; --c3: #1a6fb5; --c4: #8a3a86; --c5: #5b5b5b;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #14171b; --raised: #1e2329; --text: #e8eaed; --quiet: #a8b0ba; --line: #3a424c;
    --warn: #33290f; --warn-line: #d9a520; --bin: #ff8a80; --good: #7cc0ff;
    --c0: #ff8a80; --c1: #ffb26b; --c2: #5fd3ae; --c3: #7cc0ff; --c4: #e0a3dc; --c5: #c0c0c0;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--text); font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
main { max-width: 78rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.6rem; line-height: 1.2; margin: .5rem 0 1rem; }
h2 { font-size: 1.2rem; line-height: 1.3; margin: 2rem 0 .75rem; }
.lead, .note, .what, figcaption, caption { color: var(--quiet); }
.warnings { background: var(--warn); border-left: 4px solid var(--warn-line); border-radius: 4px; padding: .75rem 1rem; }
.warnings h2 { margin: 0 0 .25rem; font-size: 1rem; }
.warnings ul { margin: 0; padding-left: 1.25rem; }
figure { margin: 0 0 1rem; }
svg { display: block; }
.chart { width: 100%; max-width: 34rem; }
.ladder { width: 100%; max-width: 26rem; }
svg text { font: 11px system-ui, sans-serif; fill: var(--text); text-anchor: middle; }
svg .tick { font-size: 10px; fill: var(--quiet); }
svg .tick.end { text-anchor: end; }
.chart .tick.end { dominant-baseline: auto; }
svg .name { font-size: 14px; font-weight: 600; }
svg .time, svg .odds { fill: var(--quiet); }
.grid { stroke: var(--line); stroke-width: .5; fill: none; }
.rail { stroke: var(--line); stroke-width: 4; fill: none; }
.rung, .bin { fill: var(--raised); stroke: var(--quiet); }
.bin { stroke: var(--bin); stroke-width: 2; }
.line { fill: none; stroke-width: 1.8; stroke-linejoin: round; }
.line.about { stroke-dasharray: 6 3; }
.line.faster { stroke-width: 1.3; stroke-dasharray: 1.5 2.5; }
.line-0 { stroke: var(--c0); } .line-1 { stroke: var(--c1); } .line-2 { stroke: var(--c2); }
.line-3 { stroke: var(--c3); } .line-4 { stroke: var(--c4); } .line-5 { stroke: var(--c5); }
.band { opacity: .25; }
.band-0 { fill: var(--c0); } .band-1 { fill: var(--c1); } .band-2 { fill: var(--c2); }
.band-3 { fill: var(--c3); } .band-4 { fill: var(--c4); } .band-5 { fill: var(--c5); }
.legend { list-style: none; display: flex; flex-wrap: wrap; gap: .15rem 1.25rem; margin: .25rem 0 0; padding: 0; color: var(--text); font-size: .9rem; }
.swatch { display: inline-block; width: 26px; height: 8px; vertical-align: middle; }
table { border-collapse: collapse; font-size: .875rem; font-variant-numeric: tabular-nums; }
caption { text-align: left; padding: .25rem 0; }
th, td { text-align: left; padding: .35rem .5rem; border-bottom: 1px solid var(--line); vertical-align: baseline; }
thead th { color: var(--quiet); font-weight: 600; white-space: nowrap; }
tbody th { font-weight: 500; }
.figure { text-align: right; white-space: nowrap; }
.scroll { overflow-x: auto; }
.scroll + .scroll { margin-top: 1rem; }
.scroll th, .scroll td { white-space: nowrap; }
.scroll tbody th { position: sticky; left: 0; background: var(--ground); }
.scroll:focus-visible { outline: 2px solid var(--good); outline-offset: 2px; }
.faster th, .faster td { color: var(--quiet); }
.people { width: 100%; max-width: 44rem; }
.people th:first-child { padding-left: 0; }
.people .what { display: block; font-weight: 400; font-size: .8rem; }
.bar { width: 22%; vertical-align: middle; }
.bar svg { width: 100%; height: .6rem; }
.track { fill: var(--line); } .welcome { fill: var(--bin); } .unwelcome { fill: var(--good); }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
dt { font-weight: 600; } dd { margin: 0 0 .5rem; color: var(--quiet); }
@media (min-width: 60rem) { .pair { display: grid; grid-template-columns: 26rem 1fr; gap: 0 2.5rem; } .bar { width: 35%; } }
@media print {
  :root { color-scheme: light; --ground: #fff; --raised: #fff; --text: #000; --quiet: #444; --line: #c8c8c8; --warn: #fff; --warn-line: #000; --bin: #b3261e; --good: #1a6fb5;
    --c0: #b3261e; --c1: #b35900; --c2: #0b7a5c; --c3: #1a6fb5; --c4: #8a3a86; --c5: #5b5b5b; }
  main { max-width: none; padding: 0; }
  .scroll { overflow: visible; }
  .scroll table { font-size: .68rem; }
  .scroll th, .scroll td { padding: .2rem .3rem; white-space: normal; overflow-wrap: normal; }
  .scroll tbody th { position: static; }
  figure, tr, .warnings, .scroll { break-inside: avoid; }
  h2 { break-after: avoid; }
}
`,
};
