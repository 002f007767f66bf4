import type { CheckedPolicy } from "../check/check.js";
import { analyse, compileToRuleset } from "../compile.js";
import type { Ruleset } from "../ir/ruleset.js";
import type { SourceFile } from "../source/source-file.js";
import { type ExitCode, exitCode } from "./exit-code.js";
import type { Host } from "./host.js";
import { readPolicy } from "./read-policy.js";
import { tellDiagnostics, tellTrouble } from "./tell.js";

/** A policy that is right, as written and as rules. */
export interface ReadRuleset {
  readonly checked: CheckedPolicy;
  readonly ruleset: Ruleset;
  readonly nameOf: (file: SourceFile) => string;
}

/** Reads a policy and tells what is to be told of it. @returns the exit code when there is no going on */
export function readRuleset(host: Host, path: string): ReadRuleset | ExitCode {
  const source = readPolicy(host, path);
  if (!source.ok) {
    tellTrouble(host, source.why);
    return exitCode.trouble;
  }
  const { file, reader, nameOf, wrongBytes } = source.value;
  const { value: ruleset, diagnostics } =
    wrongBytes === undefined
      ? compileToRuleset(file, reader)
      : { value: undefined, diagnostics: [wrongBytes] };
  tellDiagnostics(host, diagnostics, nameOf);
  if (ruleset === undefined) return exitCode.failed;
  return { checked: analyse(file, reader), ruleset, nameOf };
}
