import { problem, type Problem } from "../../../src/device/problem.js";
import { baseChains } from "../model.js";
import { digestOf } from "./contents.js";
import type { LiveTable } from "./live-table.js";
import type { Move } from "./moves.js";
import type { HostState } from "./read-host.js";

/** What is to be told beside the changes. */
export function findingsOf(state: HostState, moves: readonly Move[]): readonly Problem[] {
  return [...busyFindings(state), ...driftOf(state), ...lossesOf(moves)];
}

export function busyFindings({ busy, facts }: HostState): readonly Problem[] {
  if (!busy) return [];
  const who = "a push that is not confirmed yet is under way";
  return [problem("SB6009", { device: facts.name, who, state: "nothing was changed" })];
}

/** What somebody has done to the table since it was pushed. */
export function driftOf({ live, busy }: HostState): readonly Problem[] {
  // Until a push stays or not, the table holds what both need.
  if (live === undefined || busy) return [];
  const drift = (what: string): Problem => problem("SB6015", { what });
  const { pushed } = live.table;
  const found = strangers(live.table).map(drift);
  if (pushed !== undefined && pushed !== digestOf(live.contents) && found.length === 0) {
    const what =
      "the table is not as it was pushed: somebody has changed it by hand, or loaded another file";
    return [drift(what)];
  }
  return found;
}

/** Rules and hooks that no policy becomes. */
function strangers({ chains }: LiveTable): readonly string[] {
  return chains.flatMap(({ name, hook, rules }) => [
    ...(hook !== undefined && !baseChains.some((base) => base.name === name)
      ? [`\`chain ${name}\` is a base chain that no policy has: ${hook}`]
      : []),
    ...rules
      .filter(({ rule }) => rule === undefined)
      .map(({ text }) => `a rule in \`chain ${name}\` is not one of a policy: ${text}`),
  ]);
}

function lossesOf(moves: readonly Move[]): readonly Problem[] {
  return moves.flatMap(({ from, to, left, members }) => {
    const lost = to === undefined ? from.members.length : left;
    if (lost === 0 || (to === undefined && members.length === 0)) return [];
    const what = `${lost} of those in ${from.name} ${lost === 1 ? "has" : "have"} no room in ${to ?? "any set"}, and ${lost === 1 ? "is" : "are"} forgotten`;
    return [problem("SB6022", { what })];
  });
}
