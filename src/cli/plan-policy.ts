import { compileToRuleset } from "../compile.js";
import type { Device, Planned } from "../device/device.js";
import type { Result } from "../device/problem.js";
import type { Ruleset } from "../ir/ruleset.js";
import type { SourceFile } from "../source/source-file.js";
import type { Host } from "./host.js";
import { readPolicy } from "./read-policy.js";
import { tellDiagnostics, tellTrouble } from "./tell.js";
import { type ExitCode, exitCode } from "./exit-code.js";

/** A policy that can be brought to a device. */
export interface ReadyPolicy {
  readonly ruleset: Ruleset;
  readonly nameOf: (file: SourceFile) => string;
}

/** Reads and checks a policy, and tells what is wrong with it. */
export function readyPolicy(
  host: Host,
  path: string,
  trial: boolean,
):
  | { readonly ok: true; readonly value: ReadyPolicy }
  | { readonly ok: false; readonly code: ExitCode } {
  const source = readPolicy(host, path);
  if (!source.ok) {
    tellTrouble(host, source.why);
    return { ok: false, code: exitCode.trouble };
  }
  const { file, reader, nameOf, wrongBytes } = source.value;
  const { value: ruleset, diagnostics } =
    wrongBytes === undefined
      ? compileToRuleset(file, reader, { trial })
      : { value: undefined, diagnostics: [wrongBytes] };
  tellDiagnostics(host, diagnostics, nameOf);
  return ruleset === undefined
    ? { ok: false, code: exitCode.failed }
    : { ok: true, value: { ruleset, nameOf } };
}

/** Plans it, and tells what the device cannot say of it; undefined when that is an error. */
export async function planPolicy(
  host: Host,
  device: Device,
  { ruleset, nameOf }: ReadyPolicy,
  allowLockout: boolean,
): Promise<Result<Planned | undefined>> {
  const { diagnostics, planned } = await device.plan(ruleset, { allowLockout });
  tellDiagnostics(host, diagnostics, nameOf);
  return planned ?? { ok: true, value: undefined };
}
