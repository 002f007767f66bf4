import { originOf } from "../source/source-file.js";
import type { Obstacle } from "./climb.js";

/** Why a figure comes from playing the policy. */
export function obstacleInWords({ why, rule }: Obstacle): string {
  return `not exact: ${why} (${originOf(rule)})`;
}
