import type { BackEnd } from "../target/target.js";
import { nearest } from "../diagnostics/suggest.js";
import { UsageError } from "./usage-error.js";

/** One of a few words, or a usage error that says which there are and which was meant. */
export function choose<T extends string>(what: string, given: string, known: readonly T[]): T {
  const found = known.find((word) => word === given);
  if (found !== undefined) return found;
  const meant = nearest(given, known);
  throw new UsageError(
    `there is no ${what} called \`${given}\`${meant === undefined ? "" : `; did you mean \`${meant}\`?`}`,
    `there ${known.length === 1 ? "is" : "are"}: ${known.join(", ")}`,
  );
}

export function chooseTarget(given: string, targets: readonly BackEnd[]): BackEnd {
  const id = choose(
    "target",
    given,
    targets.map((target) => target.id),
  );
  const found = targets.find((target) => target.id === id);
  if (found === undefined) throw new Error(`the target ${id} is gone`);
  return found;
}

/** @param given undefined for the version that is meant when none is named */
export function chooseVersion(given: string | undefined, target: BackEnd): string {
  if (given === undefined || target.capabilities(given) !== undefined) {
    return given ?? target.defaultVersion;
  }
  throw new UsageError(
    `${target.title} has no version \`${given}\` that is known here`,
    `known are: ${target.versions.join(", ")}`,
  );
}
