import { decodeSource } from "../../src/cli/decode.js";
import { compile, compileToRuleset } from "../../src/compile.js";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.js";
import { targets } from "../../targets/index.js";

/** All that is told of a policy, for a target or for none; everything at its defaults. */
export function diagnose(
  source: string | Uint8Array,
  target?: string,
  name = "edge.sbn",
): readonly Diagnostic[] {
  const decoded = decodeSource(name, Buffer.from(source));
  if (!decoded.ok) return [decoded.diagnostic];
  if (target === undefined) return compileToRuleset(decoded.file).diagnostics;
  const backEnd = targets.find(({ id }) => id === target);
  if (backEnd === undefined) throw new Error(`no target ${target}`);
  const options = { version: backEnd.defaultVersion, format: backEnd.formats[0]! };
  return compile(decoded.file, backEnd, options).diagnostics;
}
