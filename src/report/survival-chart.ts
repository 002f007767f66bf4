import { type Curve, curveTries } from "../odds/curve.js";
import type { Interval } from "../odds/interval.js";
import type { Kind } from "../odds/survey.js";
import { chanceInWords, paceInWords } from "../odds/words.js";
import { html, type Markup, nothing } from "./markup.js";

const width = 360;
const height = 230;
const plot = { left: 38, right: width - 8, top: 10, bottom: height - 36 };
const mostTries = curveTries.at(-1) ?? 1;

/** Tries that the axis names. */
const ticks = [1, 3, 10, 30, 100, 300, 1000];
const shares = [0, 0.25, 0.5, 0.75, 1];

/** What share of the sources is left after so many tries, one curve for each pace. */
export function survivalChart(id: string, { names }: Kind, curves: readonly Curve[]): Markup {
  const title = `${names.join("; ")}: who is not banned yet, by the number of tries`;
  const description = curves
    .map(({ pace, banned }) => {
      const left = shareLeft(banned[curveTries.indexOf(10)] ?? { low: 0, high: 1 });
      return `${paceInWords(pace)}: ${chanceInWords(left)} left after 10 tries`;
    })
    .join("; ");
  return html`<figure>
    <svg
      viewBox="0 0 ${width} ${height}"
      role="img"
      aria-labelledby="${id}-title ${id}-desc"
      class="chart"
    >
      <title id="${id}-title">${title}</title>
      <desc id="${id}-desc">${description}</desc>
      ${axes()} ${curves.map(({ banned }, index) => band(banned, index))}
      ${curves.map(({ pace, banned }, index) => line(banned, `line line-${index} ${pace.kind}`))}
      ${curves.map(({ faster }, index) =>
        faster === undefined ? nothing : line(faster, `line line-${index} faster`),
      )}
    </svg>
    <figcaption>
      Share not banned yet, by tries.
      <ul class="legend">
        ${curves.map(
          ({ pace, faster }, index) =>
            html`<li>
              ${swatch(`line line-${String(index)} ${pace.kind}`)}
              ${paceInWords(pace)}${
                faster === undefined
                  ? nothing
                  : html` <span class="what"
                      >${swatch(`line line-${String(index)} faster`)} a hair faster</span
                    >`
              }
            </li> `,
        )}
      </ul>
    </figcaption>
  </figure>`;
}

function swatch(style: string): Markup {
  return html`<svg viewBox="0 0 26 8" class="swatch" aria-hidden="true" focusable="false">
    <path class="${style}" d="M1 4H25" />
  </svg>`;
}

function shareLeft({ low, high }: Interval): Interval {
  return { low: 1 - high, high: 1 - low };
}

function axes(): Markup {
  const { left, right, top, bottom } = plot;
  return html`${shares.map((share) => {
      const y = yOf(share);
      return html`<path class="grid" d="M${left} ${y}H${right}" /><text
          x="${left - 4}"
          y="${y}"
          class="tick end"
          >${share * 100}%</text
        >`;
    })}${ticks.map((tries) => {
      const x = xOf(tries);
      return html`<path class="grid" d="M${x} ${top}V${bottom}" /><text
          x="${x}"
          y="${bottom + 13}"
          class="tick ${tries === mostTries ? "end" : "middle"}"
          >${tries}</text
        >`;
    })}<text x="${(left + right) / 2}" y="${height - 5}" class="tick middle">tries</text>`;
}

/** Of what is known only between two bounds. */
function band(banned: readonly Interval[], index: number): Markup {
  if (banned.every(({ low, high }) => high - low < 0.002)) return nothing;
  const upper = banned.map(({ low }, place) => point(place, 1 - low));
  const lower = banned.map(({ high }, place) => point(place, 1 - high)).reverse();
  return html`<path class="band band-${index}" d="M${[...upper, ...lower].join("L")}Z" />`;
}

function line(banned: readonly Interval[], style: string): Markup {
  const points = banned.map(({ low, high }, place) => point(place, 1 - (low + high) / 2));
  return html`<path class="${style}" d="M${points.join("L")}" />`;
}

function point(place: number, share: number): string {
  return `${String(xOf(curveTries[place] ?? 1))} ${String(yOf(share))}`;
}

/** A logarithmic axis: the first tries and the thousandth both show. */
function xOf(tries: number): number {
  const share = Math.log(tries) / Math.log(mostTries);
  return tenth(plot.left + share * (plot.right - plot.left));
}

function yOf(share: number): number {
  return tenth(plot.bottom - share * (plot.bottom - plot.top));
}

function tenth(number: number): number {
  return Math.round(number * 10) / 10;
}
