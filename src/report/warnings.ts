import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { obstacleInWords } from "../odds/obstacle.js";
import type { Kind, PaceRow, Survey } from "../odds/survey.js";
import { chanceInWords, paceInWords } from "../odds/words.js";

/** A visitor who is banned more often than this should be looked at, and an attacker who is banned less often. */
const spared = 0.01;
const caught = 0.9;

/** What somebody should see before the policy bans them, the gravest first. */
export function warningsOf(
  { behaviours, kinds }: Survey,
  lint: readonly Diagnostic[],
): readonly string[] {
  const banned = behaviours
    .filter(({ behaviour, banned }) => behaviour.isWelcome && banned.high > spared)
    .sort((a, b) => b.banned.high - a.banned.high)
    .map(
      ({ behaviour: { who, what }, banned }) =>
        `${capital(who)} would be banned: ${chanceInWords(banned)} (${what}).`,
    );
  const missed = behaviours
    .filter(({ behaviour, banned }) => !behaviour.isWelcome && banned.low < caught)
    .map(
      ({ behaviour: { who, what }, banned }) =>
        `${capital(who)} often gets away: banned with ${chanceInWords(banned)} only (${what}).`,
    );
  return [
    ...lint.map(({ code, message }) => `${capital(message)} (${code}).`),
    ...banned,
    ...missed,
    ...kinds.flatMap(edgesOf),
    ...kinds.flatMap(({ names, obstacle }) =>
      obstacle === undefined ? [] : [`${names.join("; ")}: ${obstacleInWords(obstacle)}.`],
    ),
  ];
}

/** Periods at which a hair's breadth decides. */
function edgesOf({ names, rows }: Kind): readonly string[] {
  const edges = rows.filter(decidesMuch).map(({ pace }) => paceInWords(pace));
  if (edges.length === 0) return [];
  return [
    `${names.join("; ")} ${edges.join(", ")}: the period divides a timeout, and whoever comes a hair faster has other odds.`,
  ];
}

function decidesMuch({ odds }: PaceRow): boolean {
  const { within, faster } = odds;
  return within.some(({ high }, index) => (faster?.within[index]?.low ?? 0) - high > 0.05);
}

function capital(text: string): string {
  return text.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase());
}
