import type { Command } from "commander";
import { targets } from "../../../targets/index.js";
import {
  type Cell,
  cellOf,
  cellsOf,
  familyChoices,
  type FeatureName,
  featureGroups,
  type FeatureTable,
  hookPoints,
  type Support,
} from "../../target/features.js";
import type { BackEnd } from "../../target/target.js";
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
  readonly features: readonly FeatureReport[];
}

export interface FeatureReport {
  readonly feature: FeatureName;
  /** What it is a part of: `conditions`, `actions` and so on. */
  readonly group: string;
  /** One for each hook and family. */
  readonly cells: readonly Cell[];
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
  const given = options.targetVersion;
  const known = wanted.flatMap((target) => {
    const version = given ?? target.defaultVersion;
    const features = target.capabilities(version)?.features;
    return features === undefined ? [] : [{ target, version, features }];
  });
  if (known.length === 0) {
    const versions = wanted.map((target) => `${target.id}: ${target.versions.join(", ")}`);
    throw new UsageError(
      `no target has a version \`${given ?? ""}\` that is known here`,
      `known are ${versions.join("; ")}`,
    );
  }
  if (options.json === true) {
    host.stdout.write(`${JSON.stringify({ targets: known.map(asReport) }, undefined, 2)}\n`);
  } else {
    host.stdout.write(`${known.map(asTable).join("\n\n")}\n\n${legend.join("\n")}\n`);
  }
  return exitCode.well;
}

interface Known {
  readonly target: BackEnd;
  readonly version: string;
  readonly features: FeatureTable;
}

function asReport({ target, version, features }: Known): TargetReport {
  const { id, title, formats, versions, defaultVersion } = target;
  const reports = Object.entries(featureGroups).flatMap(([group, names]) =>
    names.map((feature) => ({ feature, group, cells: cellsOf(features[feature]) })),
  );
  return { id, title, formats, versions, defaultVersion, version, features: reports };
}

const signs: Readonly<Record<Support, string>> = { exact: "+", approximate: "~", none: "-" };

const legend: readonly string[] = [
  "+ exact; ~ nearly, with a warning that says how; - not, with an error that shows a way out.",
  "Three signs for each hook: in a policy for IPv4, for IPv6, and for both, which is the default.",
];

const columns = hookPoints.map((hook) => hook.padEnd("prerouting".length)).join(" ");

function asTable({ target, version, features }: Known): string {
  const lines = [
    `${target.id}: ${target.title}, version ${version}`,
    `  formats ${target.formats.join(", ")}; versions ${target.versions.join(", ")}`,
  ];
  for (const [group, names] of Object.entries(featureGroups)) {
    const width = Math.max(
      ...Object.values(featureGroups)
        .flat()
        .map(({ length }) => length),
    );
    lines.push("", `  ${group.padEnd(width)}  ${columns}`.trimEnd());
    for (const name of names) {
      const { remark, except = [] } = features[name];
      const marks = hookPoints.map((hook) =>
        familyChoices
          .map((family) => signs[cellOf(features[name], hook, family).support])
          .join("")
          .padEnd("prerouting".length),
      );
      lines.push(`  ${name.padEnd(width)}  ${marks.join(" ")} ${remark}`);
      const indent = " ".repeat(width + 4 + columns.length);
      for (const exception of except) {
        lines.push(`${indent} ${signs[exception.support]} ${exception.remark}`);
      }
    }
  }
  return lines.join("\n");
}
