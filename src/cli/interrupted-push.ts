import type { Plan } from "../device/plan.js";
import { exitCode } from "./exit-code.js";
import type { Host } from "./host.js";
import type { ProgressLine } from "./progress-line.js";
import { untilInterrupted } from "./until-interrupted.js";

/** A watch for Ctrl-C while a device is changed. */
export interface PushWatch {
  /** The push has come to a stage. */
  at(stage: string): void;
  end(): void;
}

/**
 * On Ctrl-C the process ends at once, as a cut connection would end it, and says what the device is left with:
 * going on in silence is what a person at the keyboard has just forbidden.
 */
export function watchForInterrupt(
  host: Host,
  { policy, device }: Plan,
  confirmWithin: number,
  line: ProgressLine,
): PushWatch {
  let stage = "";
  const interruption = untilInterrupted();
  void interruption.signal.then(() => {
    line.end();
    host.stderr.write(interruptedWords(policy, device.name, stage, confirmWithin));
    process.exit(exitCode.trouble);
  });
  return { at: (now) => (stage = now), end: () => interruption.forget() };
}

/** What a device is left with, and what to do. */
export function interruptedWords(
  policy: string,
  device: string,
  stage: string,
  confirmWithin: number,
): string {
  return (
    `sinbinc: interrupted: ${policy} on ${device}: ${stateAt(stage, confirmWithin)}\n` +
    "  `sinbinc plan` shows how it stands; the next push goes on from there\n"
  );
}

function stateAt(stage: string, confirmWithin: number): string {
  switch (stage) {
    case "":
    case "claim":
    case "another push?":
    case "reading":
      return "no rule and no list was changed";
    case "entries":
    case "build":
      return "the rules in force are the old ones; entries of lists may be changed in part";
    case "clean up":
      return "the new rules are in force; entries of lists may differ, and old rules may be left that nothing leads to";
    default:
      return (
        "whether the old rules or the new ones are in force is not known; " +
        `unless the push was confirmed, the device goes back to the old ones within ${confirmWithin} seconds`
      );
  }
}
