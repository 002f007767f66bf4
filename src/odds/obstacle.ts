import { originOf } from "../source/source-file.js";
import type { Obstacle } from "./climb.js";

/** Why there is no figure. */
export function obstacleInWords({ why, rule }: Obstacle): string {
  return `not known: ${why} (${originOf(rule)})`;
}
