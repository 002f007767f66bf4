import { compileToRuleset } from "../compile.js";
import type { Device, Planned } from "../device/device.js";
import { bad, type Result } from "../device/problem.js";
import type { Ruleset } from "../ir/ruleset.js";
import type { SourceFile } from "../source/source-file.js";
import type { Host } from "./host.js";
import { readPolicy } from "./read-policy.js";
import { tellDiagnostics, tellTrouble } from "./tell.js";
import { type ExitCode, exitCode, worse } from "./exit-code.js";
import type { Member } from "./fleet/choose-devices.js";
import { wrongVersion } from "./open-device.js";
import { UsageError } from "./usage-error.js";

/** A policy that can be brought to a device. */
export interface ReadyPolicy {
  readonly ruleset: Ruleset;
  readonly nameOf: (file: SourceFile) => string;
}

/** Reads and checks a policy, and tells what is wrong with it. */
function readyPolicy(
  host: Host,
  path: string,
  trial: boolean,
  tell: "all" | "errors" = "all",
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
  if (tell === "all" || ruleset === undefined) tellDiagnostics(host, diagnostics, nameOf);
  return ruleset === undefined
    ? { ok: false, code: exitCode.failed }
    : { ok: true, value: { ruleset, nameOf } };
}

/** Plans it, and tells what the device cannot say of it; undefined when that is an error. */
export async function planPolicy(
  host: Host,
  device: Device,
  { ruleset, nameOf }: ReadyPolicy,
  { reach, allowLockout }: Member,
): Promise<Result<Planned | undefined>> {
  const wrong = wrongVersion(reach, device);
  if (wrong !== undefined) return bad(wrong);
  const { diagnostics, planned } = await device.plan(ruleset, { allowLockout });
  tellDiagnostics(host, diagnostics, nameOf);
  return planned ?? { ok: true, value: undefined };
}

/** A policy for each device: that of the command line, or the device's own. */
export type ReadyPolicies =
  | { readonly ok: true; readonly of: (member: Member) => ReadyPolicy }
  | { readonly ok: false; readonly code: ExitCode };

/** Reads and checks what is to go to devices, each file once, before any of them is called. */
export function readyPolicies(
  host: Host,
  members: readonly Member[],
  given: string | undefined,
): ReadyPolicies {
  const found = new Map<string, ReadyPolicy>();
  const keyOf = (member: Member): string => `${String(member.trial)} ${pathFor(member, given)}`;
  let code: ExitCode = exitCode.well;
  const asked = new Map(members.map((member) => [keyOf(member), member]));
  for (const [key, member] of asked) {
    const ready = readyPolicy(host, pathFor(member, given), member.trial);
    if (ready.ok) found.set(key, ready.value);
    else code = worse(code, ready.code);
  }
  if (code !== exitCode.well) return { ok: false, code };
  const of = (member: Member): ReadyPolicy => {
    const ready = found.get(keyOf(member));
    if (ready === undefined) throw new Error(`no policy was read for ${member.reach.name}`);
    return ready;
  };
  return { ok: true, of };
}

function pathFor({ policy, reach }: Member, given: string | undefined): string {
  const path = given ?? policy;
  if (path !== undefined) return path;
  throw new UsageError(
    `no policy is named for ${reach.name}`,
    "name a file, or give the device a `policy` in sinbin.toml",
  );
}

/** The name that a policy goes by on devices: that given, or that of the device's own file. */
export type PolicyNames =
  | { readonly ok: true; readonly of: (member: Member) => string }
  | { readonly ok: false; readonly code: ExitCode };

export function policyNames(
  host: Host,
  members: readonly Member[],
  given: string | undefined,
): PolicyNames {
  if (given !== undefined) return { ok: true, of: () => given };
  const named = members.map(({ reach, policy }) => {
    if (policy !== undefined) return policy;
    throw new UsageError(
      `no policy is named for ${reach.name}`,
      "name it as its `policy` statement does, or give the device a `policy` in sinbin.toml",
    );
  });
  const names = new Map<string, string>();
  let code: ExitCode = exitCode.well;
  for (const path of new Set(named)) {
    const ready = readyPolicy(host, path, false, "errors");
    if (ready.ok) names.set(path, ready.value.ruleset.policy);
    else code = worse(code, ready.code);
  }
  if (code !== exitCode.well) return { ok: false, code };
  return { ok: true, of: ({ policy = "" }) => names.get(policy) ?? "" };
}
