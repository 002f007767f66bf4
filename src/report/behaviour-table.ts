import { middle } from "../odds/interval.js";
import type { BehaviourRow } from "../odds/survey.js";
import { chanceInWords } from "../odds/words.js";
import { html, type Markup } from "./markup.js";

/** What becomes of typical people and attackers, with a bar beside each chance. */
export function behaviourTable(rows: readonly BehaviourRow[]): Markup {
  return html`<table class="people">
    <caption>
      The chance to be banned on the way
    </caption>
    <thead>
      <tr>
        <th scope="col">who</th>
        <th scope="col" class="figure">banned</th>
        <th scope="col"><span class="unseen">the same as a bar</span></th>
      </tr>
    </thead>
    <tbody>
      ${rows.map(rowOf)}
    </tbody>
  </table>`;
}

function rowOf({ behaviour: { who, what, isWelcome }, banned }: BehaviourRow): Markup {
  const share = (middle(banned) * 100).toFixed(1);
  return html`<tr>
    <th scope="row">${who}<span class="what">${what}</span></th>
    <td class="figure">${chanceInWords(banned)}</td>
    <td class="bar">
      <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">
        <rect class="track" width="100" height="10" />
        <rect class="${isWelcome ? "welcome" : "unwelcome"}" width="${share}" height="10" />
      </svg>
    </td>
  </tr> `;
}
