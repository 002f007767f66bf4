import { painter } from "../diagnostics/render/paint.js";
import { renderPretty } from "../diagnostics/render/pretty.js";
import { onOneLine } from "../diagnostics/render/shown-text.js";
import type { Problem } from "./problem.js";

/** A problem for people: what is wrong, the way out, and the rule that it is about as it stands in the policy. */
export function renderProblem(found: Problem, options: { readonly colour: boolean }): string {
  const { code, severity, message, help, origin: span } = found;
  if (span !== undefined) {
    const placed = { code, severity, message, span, labels: [] };
    return renderPretty(help === undefined ? placed : { ...placed, help }, options);
  }
  const paint = painter(options.colour);
  const lines = [
    paint(severity, `${severity}[${code}]`) + paint("message", `: ${onOneLine(message)}`),
  ];
  const remark = (sign: string, text: string): void => {
    lines.push(`  ${paint("gutter", "=")} ${paint("help", `${sign}:`)} ${onOneLine(text)}`);
  };
  if (help !== undefined) remark("help", help);
  remark("see", `sinbinc explain ${code}`);
  return lines.join("\n");
}
