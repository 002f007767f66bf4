import { formatDuration } from "../net/duration.js";
import { entryChance } from "../odds/entry-chance.js";
import type { Rung } from "../odds/ladder-shape.js";
import type { Gate } from "../odds/stranger.js";
import type { Kind, Survey } from "../odds/survey.js";
import { html, type Markup } from "./markup.js";

const width = 360;
const box = { x: 20, width: width - 40, height: 44 };
const lineHeight = 16;

/** Kinds that an arrow tells apart; the table has them all. */
const mostKinds = 6;

/** Characters that fit a line. */
const fits = { name: 26, odds: 44 } as const;

/** What leads to a rung: the lists below it, and with what chance each kind of connection gets there. */
interface Entry {
  readonly rung: Rung;
  readonly lines: readonly string[];
}

/** The lists as a ladder, the bin at the top, with the odds of each step between them. */
export function ladderDiagram(gate: Gate, { rungs, kinds }: Survey): Markup {
  const entries = rungs.map((rung) => ({ rung, lines: entryLines(gate, rung, kinds) }));
  let y = 6;
  const parts: Markup[] = [];
  for (const entry of [...entries].reverse()) {
    parts.push(drawn(entry, y));
    y += box.height + 14 + entry.lines.length * lineHeight;
  }
  const description = entries
    .map(({ rung, lines }) => `${rung.list}, ${timersInWords(rung)}: ${lines.join(", ")}`)
    .join("; ");
  return html`<figure>
    <svg
      viewBox="0 0 ${width} ${y + 20}"
      role="img"
      aria-labelledby="ladder-title ladder-desc"
      class="ladder"
    >
      <title id="ladder-title">The lists that lead to the bin, and the odds of each step</title>
      <desc id="ladder-desc">${description}</desc>
      <path class="rail" d="M${box.x + 16} 10V${y}M${box.x + box.width - 16} 10V${y}" />
      ${parts}
      <text x="${width / 2}" y="${y + 12}" class="odds">a new connection</text>
    </svg>
  </figure>`;
}

function drawn({ rung, lines }: Entry, y: number): Markup {
  const middle = width / 2;
  const below = y + box.height;
  return html`<g
    ><title>${rung.list}</title
    ><rect
      class="${rung.isBin ? "bin" : "rung"}"
      x="${box.x}"
      y="${y}"
      width="${box.width}"
      height="${box.height}"
      rx="6"
    />
    <text x="${middle}" y="${y + 19}" class="name">${shortened(rung.list, fits.name)}</text>
    <text x="${middle}" y="${y + 35}" class="time">${timersInWords(rung)}</text>
    ${lines.map(
      (text, index) =>
        html`<text x="${middle}" y="${below + 15 + index * lineHeight}" class="odds"
          >${index === 0 ? "↑ " : ""}${shortened(text, fits.odds)}</text
        > `,
    )}</g
  > `;
}

/** `from sin_1`, `ssh 80%`. Nothing is told of kinds that never get there. */
function entryLines(gate: Gate, rung: Rung, kinds: readonly Kind[]): readonly string[] {
  const chances = kinds.flatMap((kind) => {
    const chance = entryChance(gate, rung, kind);
    if (chance === 0) return [];
    const name = kind.names.join("; ");
    return [chance === undefined ? `${name}: by a limit` : `${name} ${percent(chance)}`];
  });
  const shown = chances.slice(0, mostKinds);
  const rest = chances.length - shown.length;
  const from = rung.from.length === 0 ? [] : [`from ${rung.from.join(" or ")}`];
  return [...from, ...shown, ...(rest === 0 ? [] : [`and ${String(rest)} more`])];
}

function timersInWords({ timers, isBin }: Rung): string {
  const times = timers.map((timer) =>
    timer === Infinity ? "without end" : `for ${formatDuration({ milliseconds: timer })}`,
  );
  return `${isBin ? "banned" : "remembered"} ${times.join(" or ")}`;
}

function percent(chance: number): string {
  return `${String(Number((chance * 100).toFixed(2)))}%`;
}

function shortened(text: string, most: number): string {
  const letters = Array.from(text);
  return letters.length <= most ? text : `${letters.slice(0, most - 1).join("")}…`;
}
