import type { PolicyFile, ServiceName } from "../../ast/nodes.js";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { report } from "../../diagnostics/report.js";
import { formatService } from "../../net/service.js";
import { wellKnownServices } from "../../net/well-known-services.js";
import { circlesOf, type Step } from "../circles.js";
import type { Symbols } from "../symbols.js";

/** SB2028: a service that is made of itself, in one step or through others. */
export function* serviceCircle(_policy: PolicyFile, symbols: Symbols): Generator<Diagnostic> {
  const partsOf = (name: string): readonly (Step & { readonly part: ServiceName })[] =>
    (symbols.services.get(name)?.parts ?? []).flatMap((part) =>
      part.kind === "name" ? [{ part, to: part.text }] : [],
    );
  for (const circle of circlesOf(symbols.services.keys(), partsOf)) {
    const closing = circle.at(-1);
    if (closing === undefined) continue;
    const labels = circle
      .slice(0, -1)
      .map(({ part, to }) => ({ span: part.span, text: `goes on to ${to}` }));
    const path = [closing, ...circle].map(({ to }) => to).join(" → ");
    yield report("SB2028", closing.part.span, { path, help: helpFor(closing.to) }, { labels });
  }
}

/** `service ssh = ssh, tcp/2222` means the one that everybody knows. */
function helpFor(name: string): string {
  const known = wellKnownServices.get(name);
  return known === undefined
    ? "write the protocols and ports that are meant instead of one of the names"
    : `for what everybody calls \`${name}\` write \`${formatService(known)}\``;
}
