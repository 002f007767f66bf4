import { painter } from "../diagnostics/render/paint.js";
import { onOneLine } from "../diagnostics/render/shown-text.js";
import { originOf } from "../source/source-file.js";
import type { Problem } from "./problem.js";

/** A problem for people: what is wrong, the rule that it is about, and the way out. */
export function renderProblem(found: Problem, options: { readonly colour: boolean }): string {
  const paint = painter(options.colour);
  const { code, severity, message, help, origin } = found;
  const lines = [
    paint(severity, `${severity}[${code}]`) + paint("message", `: ${onOneLine(message)}`),
  ];
  const remark = (sign: string, text: string): void => {
    lines.push(`  ${paint("gutter", "=")} ${paint("help", `${sign}:`)} ${onOneLine(text)}`);
  };
  if (origin !== undefined) lines.push(`  ${paint("gutter", "-->")} ${originOf(origin)}`);
  if (help !== undefined) remark("help", help);
  remark("see", `sinbinc explain ${code}`);
  return lines.join("\n");
}
