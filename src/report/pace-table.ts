import { obstacleInWords } from "../odds/obstacle.js";
import { type Kind, type PaceRow, surveyedTries } from "../odds/survey.js";
import type { Survival } from "../odds/survival.js";
import { chanceInWords, paceInWords, triesInWords } from "../odds/words.js";
import { html, type Markup, nothing } from "./markup.js";

/** The figures of a kind of connections, a row for each pace. */
export function paceTable({ names, rows, obstacle }: Kind): Markup {
  const caption = `${names.join("; ")}: banned after so many tries`;
  return html`<div class="scroll" role="region" tabindex="0" aria-label="${caption}">
      <table>
        <caption>
          ${caption}
        </caption>
        <thead>
          <tr>
            <th scope="col">pace</th>
            ${surveyedTries.map(
              (tries) => html`<th scope="col" class="figure">${tries} tries</th>`,
            )}
            <th scope="col" class="figure">mean</th>
            <th scope="col" class="figure">99% by</th>
            <th scope="col" class="figure">dropped</th>
            <th scope="col">method</th>
          </tr>
        </thead>
        <tbody>
          ${rows.map(rowsOf)}
        </tbody>
      </table>
    </div>
    ${obstacle === undefined ? nothing : html`<p class="note">${obstacleInWords(obstacle)}</p>`}`;
}

function rowsOf({ pace, odds, dropped }: PaceRow): Markup {
  const usual = row(paceInWords(pace), "", odds, chanceInWords(dropped), odds.method);
  if (odds.faster === undefined) return usual;
  const name = `${paceInWords(pace)}, a hair faster`;
  return html`${usual}${row(name, "faster", odds.faster, "", "")}`;
}

function row(
  name: string,
  kind: string,
  { within, tries, tries99 }: Survival,
  dropped: string,
  method: string,
): Markup {
  const figures = [
    ...within.map(chanceInWords),
    triesInWords(tries),
    triesInWords(tries99),
    dropped,
  ];
  return html`<tr class="${kind}">
    <th scope="row">${name}</th>
    ${figures.map((figure) => html`<td class="figure">${figure}</td>`)}
    <td>${method}</td>
  </tr> `;
}
