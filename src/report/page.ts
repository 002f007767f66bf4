import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { Ruleset } from "../ir/ruleset.js";
import { curvesOf } from "../odds/curve.js";
import { gateOf } from "../odds/stranger.js";
import { exampleOf, type Kind, type Survey } from "../odds/survey.js";
import type { TraceSummary } from "../odds/trace-summary.js";
import { behaviourTable } from "./behaviour-table.js";
import { ladderDiagram } from "./ladder-diagram.js";
import { html, type Markup, nothing } from "./markup.js";
import { paceTable } from "./pace-table.js";
import { style } from "./style.js";
import { survivalChart } from "./survival-chart.js";
import { traceSection } from "./trace-section.js";
import { warningsOf } from "./warnings.js";

/**
 * A survey as one page that needs nothing but itself: no script, no font, no picture, no network, which its own policy
 * of contents forbids.
 * @returns its lines
 * @param lint what there is to regret in the policy's ladders
 * @param trace what becomes of a trace, to be shown as well
 */
export function* oddsPage(
  ruleset: Ruleset,
  survey: Survey,
  lint: readonly Diagnostic[],
  trace?: TraceSummary,
): Generator<string> {
  const title = `Whom ${ruleset.policy} will ban`;
  yield "<!doctype html>";
  const page = html`<html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <meta
        http-equiv="Content-Security-Policy"
        content="default-src 'none'; style-src 'unsafe-inline'"
      />
      <title>${title}</title>
      <style>
        ${style}
      </style>
    </head>
    <body>
      <main>
        <h1>${title}</h1>
        ${survey.kinds.length === 0 ? nobody : body(ruleset, survey, lint, trace)}
      </main>
    </body>
  </html> `;
  yield* page.markup.trimEnd().split("\n");
}

const nobody = html`<p>
  Nobody is banned: no rule drops whoever is on a list that another rule fills.
</p>`;

function body(
  ruleset: Ruleset,
  survey: Survey,
  lint: readonly Diagnostic[],
  trace: TraceSummary | undefined,
): Markup {
  const gate = gateOf(ruleset);
  const warnings = warningsOf(survey, lint);
  return html`<p class="lead">
      Strangers are sources that no rule and no list names. A try is one new connection of such a
      source.
    </p>
    ${
      warnings.length === 0
        ? nothing
        : html`<section aria-labelledby="warnings" class="warnings">
            <h2 id="warnings">Worth a look</h2>
            <ul>
              ${warnings.map((warning) => html`<li>${warning}</li> `)}
            </ul>
          </section>`
    }
    <div class="pair">
      <section aria-labelledby="ladder">
        <h2 id="ladder">The ladder</h2>
        ${ladderDiagram(gate, survey)}
      </section>
      <section aria-labelledby="people">
        <h2 id="people">Who would be banned</h2>
        ${behaviourTable(survey.behaviours)}
      </section>
    </div>
    ${trace === undefined ? nothing : traceSection(trace)}
    ${survey.kinds.map(
      (kind, index) =>
        html`<section aria-labelledby="kind-${index}">
          <h2 id="kind-${index}">${headingOf(kind)}</h2>
          ${
            isSpared(kind)
              ? html`<p>Never banned, however often they come.</p>`
              : html`${survivalChart(`chart-${String(index)}`, kind, curvesOf(gate, kind))}
                ${paceTable(kind)}`
          }
        </section> `,
    )}
    <section aria-labelledby="reading">
      <h2 id="reading">How to read this</h2>
      <dl>
        <dt>mean</dt>
        <dd>The try that bans, on average.</dd>
        <dt>99% by</dt>
        <dd>The try by which 99% of such sources are banned.</dd>
        <dt>dropped</dt>
        <dd>
          The share of all connections that are dropped in the long run, when nobody gives up.
        </dd>
        <dt>about every</dt>
        <dd>Connections at random, with this mean gap between them (a Poisson stream).</dd>
        <dt>a hair faster</dt>
        <dd>
          The period divides a timeout, so an entry runs out at the very instant of a try. A little
          less time between tries gives these figures.
        </dd>
        <dt>method</dt>
        <dd>
          <b>exact chain</b>, <b>level chain</b> and <b>expiry tuples</b> are exact; a
          <b>bracket</b> lies between a model that bans sooner and one that bans later;
          <b>Monte Carlo</b> was played with random draws, with its 99% confidence interval.
        </dd>
      </dl>
    </section>`;
}

function headingOf(kind: Kind): string {
  const names = kind.names.join("; ");
  const example = exampleOf(kind);
  return names === example ? names : `${names} (${example})`;
}

function isSpared({ rows }: Kind): boolean {
  return rows.every(({ odds }) => odds.tries.low === Infinity && odds.faster === undefined);
}
