import type { Problem } from "../device/problem.js";
import { renderProblem } from "../device/render-problem.js";
import { type Host, wantsColour } from "./host.js";

/** What there is to tell of a device, on standard error. */
export function tellProblems(host: Host, problems: readonly Problem[]): void {
  const { stderr } = host;
  const colour = wantsColour(host, stderr);
  for (const found of problems) stderr.write(`${renderProblem(found, { colour })}\n\n`);
}
