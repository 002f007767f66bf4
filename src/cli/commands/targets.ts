import type { Command } from "commander";
import { targets } from "../../../targets/index.js";
import type { BackEnd, Capability } from "../../target/target.js";
import { chooseTarget } from "../choose.js";
import { command, type Context } from "../command.js";
import { type ExitCode, exitCode } from "../exit-code.js";
import { UsageError } from "../usage-error.js";

interface Options {
  readonly json?: true;
  readonly targetVersion?: string;
}

/** One target of `targets --json`. */
export interface TargetReport {
  readonly id: string;
  readonly title: string;
  /** The default first. */
  readonly formats: readonly string[];
  readonly versions: readonly string[];
  readonly defaultVersion: string;
  /** The version that the features are those of. */
  readonly version: string;
  readonly features: readonly Capability[];
}

export function targetsCommand(context: Context): Command {
  return command({
    usage: "targets [target]",
    summary: "what each target can express",
    description:
      "What each target, or one of them, can express, in its newest known version or another.",
    examples: [
      { command: "sinbinc targets", what: "all targets, as a table" },
      {
        command: "sinbinc targets routeros --target-version 7.20 --json",
        what: "one version of one, for a program",
      },
    ],
  })
    .option("--json", "one JSON document on standard output")
    .option("--target-version <version>", "a version, such as 7.20")
    .action((id: string | undefined, options: Options) => {
      context.finish(listTargets(context, id, options));
    });
}

function listTargets({ host }: Context, id: string | undefined, options: Options): ExitCode {
  const wanted = id === undefined ? targets : [chooseTarget(id, targets)];
  const reports = wanted.flatMap((target) => reportOf(target, options.targetVersion));
  if (reports.length === 0) {
    const known = wanted.map((target) => `${target.id}: ${target.versions.join(", ")}`);
    throw new UsageError(
      `no target has a version \`${options.targetVersion ?? ""}\` that is known here`,
      `known are ${known.join("; ")}`,
    );
  }
  if (options.json === true) {
    host.stdout.write(`${JSON.stringify({ targets: reports }, undefined, 2)}\n`);
  } else {
    host.stdout.write(`${reports.map(asTable).join("\n\n")}\n`);
  }
  return exitCode.well;
}

function reportOf(target: BackEnd, given: string | undefined): readonly TargetReport[] {
  const version = given ?? target.defaultVersion;
  const capabilities = target.capabilities(version);
  if (capabilities === undefined) return [];
  const { id, title, formats, versions, defaultVersion } = target;
  return [
    { id, title, formats, versions, defaultVersion, version, features: capabilities.features },
  ];
}

const signs: Readonly<Record<Capability["support"], string>> = {
  exact: "yes",
  approximate: "nearly",
  none: "no",
};

function asTable(report: TargetReport): string {
  const width = Math.max(0, ...report.features.map(({ feature }) => feature.length));
  const rows = report.features.map(({ feature, support, remark }) =>
    `  ${feature.padEnd(width)}  ${signs[support].padEnd(6)}  ${remark}`.trimEnd(),
  );
  return [
    `${report.id}: ${report.title}, version ${report.version}`,
    `  formats ${report.formats.join(", ")}; versions ${report.versions.join(", ")}`,
    ...rows,
  ].join("\n");
}
