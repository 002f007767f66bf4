import { counted, decimal, textOf, traceCells } from "../odds/print-trace.js";
import type { TracedReport } from "../odds/trace-odds.js";
import type { TraceSummary } from "../odds/trace-summary.js";
import { html, type Markup, nothing } from "./markup.js";

/** What becomes of the sources of a trace. */
export function traceSection({
  sources,
  packets,
  connections,
  banned,
  dropped,
  method,
  loggedIn,
  others,
}: TraceSummary): Markup {
  return html`<section aria-labelledby="trace">
    <h2 id="trace">Whom it would have banned</h2>
    <p>
      ${counted(packets, "packet")}, ${counted(connections, "new connection")},
      ${counted(sources, "source")}. Expected: ${decimal(banned)} sources banned,
      ${decimal(dropped)} packets dropped (${method}).
    </p>
    ${loggedIn.count === 0 ? nothing : sourceTable("Who logged in, too", loggedIn.shown)}
    ${others.count === 0 ? nothing : sourceTable("Everybody else, the worst first", others.shown)}
  </section> `;
}

function sourceTable(caption: string, sources: readonly TracedReport[]): Markup {
  const heads = ["logins", "connections", "banned", "after", "bans", "dropped"];
  return html`<div class="scroll" role="region" tabindex="0" aria-label="${caption}">
    <table>
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          <th scope="col">source</th>
          ${heads.map((head) => html`<th scope="col" class="figure">${head}</th> `)}
        </tr>
      </thead>
      <tbody>
        ${sources.map(
          (source) =>
            html`<tr>
              <th scope="row">${textOf(source)}</th>
              ${traceCells(source).map((cell) => html`<td class="figure">${cell}</td> `)}
            </tr> `,
        )}
      </tbody>
    </table>
  </div>`;
}
