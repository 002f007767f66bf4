import { compileToRuleset } from "../../src/compile.js";
import { hasErrors } from "../../src/diagnostics/diagnostic.js";
import type { Ruleset } from "../../src/ir/ruleset.js";
import type { Climb } from "../../src/odds/climb.js";
import {
  type Gate,
  gateOf,
  isObstacle,
  type Stranger,
  strangersFor,
} from "../../src/odds/stranger.js";
import { sourceFile } from "../../src/source/source-file.js";

export function rulesetOf(text: string): Ruleset {
  const { value, diagnostics } = compileToRuleset(sourceFile("edge.sbn", text));
  if (value === undefined || hasErrors(diagnostics)) {
    throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  }
  return value;
}

/** A stranger who comes to one TCP port of a policy. */
export function strangerTo(text: string, port: number): Stranger & { readonly gate: Gate } {
  const gate = gateOf(rulesetOf(text));
  const [stranger] = strangersFor(gate, [
    { protocol: "tcp", ports: [{ first: port, last: port }] },
  ]);
  if (stranger === undefined) throw new Error(`no way to port ${port}`);
  return { ...stranger, gate };
}

export function climbTo(text: string, port: number): Climb {
  const { climb } = strangerTo(text, port);
  if (isObstacle(climb)) throw new Error(climb.why);
  return climb;
}

/** The ladder that the project began with. */
export const seed = `ladder sincheck hook input {
  rungs  sin_1 1m, sin_2 1m
  bin    sinbin 4h log "sinbinned" -> drop
  odds   ssh 80%
  odds   any 20% 30% 40%
}
`;
