import { format, resolveConfig } from "prettier";
import {
  type Cell,
  cellOf,
  cellsOf,
  type Exception,
  familyChoices,
  type FamilyChoice,
  type Feature,
  featureGroups,
  type FeatureTable,
  featureNames,
  hookPoints,
  type Support,
} from "../src/target/features.js";
import type { BackEnd } from "../src/target/target.js";
import { targets } from "../targets/index.js";
import type { GeneratedFile } from "./grammar/generated.js";

const path = "docs/capabilities.md";

const introduction = `# What each target can express

Of every feature of the language, at every hook, in a policy for IPv4, for IPv6, and for both, which is the
default. **yes** is exact; **nearly** comes with the warning SB5009, which says how far it is off; **no** is an
error that shows the way out, as does the remark. \`sinbinc targets\` prints the same, for other versions as well.

Made from the compiler by \`npm run generate\`; each cell is tested with policies of its own.
`;

/** docs/capabilities.md, as it must be. */
export async function capabilitiesPage(): Promise<GeneratedFile> {
  const text = [introduction, ...targets.map(sectionOf)].join("\n");
  return { path, text: await format(text, { ...(await resolveConfig(path)), filepath: path }) };
}

function sectionOf(target: BackEnd): string {
  const features = featuresOf(target, target.defaultVersion);
  const lines = [`## ${target.title}, version ${target.defaultVersion}`, ""];
  for (const [group, names] of Object.entries(featureGroups)) {
    lines.push(
      `| ${group} | ${hookPoints.join(" | ")} | |`,
      "| --- | --- | --- | --- | --- | --- |",
    );
    for (const name of names) lines.push(rowOf(name, features[name]));
    lines.push("");
  }
  const differing = featureNames.flatMap((name) => differencesOf(target, name));
  if (differing.length > 0) lines.push("Other versions differ:", "", ...differing, "");
  return lines.join("\n");
}

function featuresOf(target: BackEnd, version: string): FeatureTable {
  const features = target.capabilities(version)?.features;
  if (features === undefined) throw new Error(`${target.id} has no version ${version}`);
  return features;
}

const words: Readonly<Record<Support, string>> = {
  exact: "yes",
  approximate: "nearly",
  none: "no",
};

const familyWords: Readonly<Record<FamilyChoice, string>> = {
  ipv4: "IPv4",
  ipv6: "IPv6",
  both: "both",
};

function rowOf(name: string, feature: Feature): string {
  const marks = hookPoints.map((hook) =>
    markOf(familyChoices.map((family) => cellOf(feature, hook, family))),
  );
  const remarks = [feature.remark, ...(feature.except ?? []).map(exceptionText)].join(". ");
  return `| \`${name}\` | ${marks.join(" | ")} | ${remarks.replaceAll("|", "\\|")} |`;
}

function markOf(cells: readonly Cell[]): string {
  const [first] = cells;
  if (first === undefined) return "";
  if (cells.every(({ support }) => support === first.support)) return words[first.support];
  return cells.map(({ family, support }) => `${familyWords[family]} ${words[support]}`).join(", ");
}

function exceptionText({ hooks = [], families = [], remark }: Exception): string {
  const where = [...hooks, ...families.map((family) => familyWords[family])];
  return `${where.join(", ")}: ${remark}`;
}

/** What other versions say otherwise of a feature. */
function differencesOf(target: BackEnd, name: keyof FeatureTable): readonly string[] {
  const said = (version: string): string =>
    JSON.stringify(cellsOf(featuresOf(target, version)[name]));
  const groups = new Map<string, string[]>();
  for (const version of target.versions) {
    if (said(version) === said(target.defaultVersion)) continue;
    groups.set(said(version), [...(groups.get(said(version)) ?? []), version]);
  }
  return [...groups.values()].map((versions) => {
    const [first = "", last = first] = [versions.at(0), versions.at(-1)];
    const { remark, except = [] } = featuresOf(target, first)[name];
    const span = first === last ? first : `${first} to ${last}`;
    return `- ${span}: \`${name}\`: ${[remark, ...except.map(exceptionText)].join(". ")}`;
  });
}
