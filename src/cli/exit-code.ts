/** What the process ends with; the same for every command. */
export const exitCode = {
  well: 0,
  /** The policy has errors, or a `--check` failed. */
  failed: 1,
  usage: 2,
  /** A file that cannot be read or written, a device that cannot be reached or has refused. */
  trouble: 3,
  /** `plan --exit-code` found something to do. */
  pending: 4,
  bug: 70,
} as const;

export type ExitCode = (typeof exitCode)[keyof typeof exitCode];

/** From good to bad; what is pending is not wrong. */
const byBadness: readonly ExitCode[] = [
  exitCode.well,
  exitCode.pending,
  exitCode.failed,
  exitCode.usage,
  exitCode.trouble,
  exitCode.bug,
];

/** The worse of two: trouble with a file before errors in a policy, and these before what is pending. */
export function worse(a: ExitCode, b: ExitCode): ExitCode {
  return byBadness.indexOf(a) > byBadness.indexOf(b) ? a : b;
}
