import { type ExitCode, exitCode } from "./exit-code.js";
import type { Host } from "./host.js";

export type Consent = { readonly given: true } | { readonly given: false; readonly code: ExitCode };

/** Asks whether something may be changed; where nobody can be asked, it may not. What comes of a no is told. */
export async function consent(host: Host, question: string): Promise<Consent> {
  const { person, stderr } = host;
  if (person === undefined) {
    stderr.write(
      "sinbinc: nobody can be asked here; nothing was changed\n  say --yes to push without asking\n",
    );
    return { given: false, code: exitCode.usage };
  }
  const answer = await person.ask(`${question} [y/N] `);
  if (/^y(?:es)?$/iu.test(answer?.trim() ?? "")) return { given: true };
  stderr.write("Nothing was changed.\n");
  return { given: false, code: exitCode.well };
}
