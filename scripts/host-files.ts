import { readdirSync, readFileSync } from "node:fs";
import { format, resolveConfig } from "prettier";

const folder = "targets/nftables/host";

/** `targets/nftables/host/files.ts`: the helper's parts and the units as data, since the compiler reads no files. */
export async function hostFiles(): Promise<{ readonly path: string; readonly text: string }> {
  const path = `${folder}/files.ts`;
  const parts = readdirSync(`${folder}/helper`).sort();
  const helper = parts.map((name) => readFileSync(`${folder}/helper/${name}`, "utf8")).join("\n");
  const units = readdirSync(`${folder}/units`).sort();
  const files = units.map((name) => ({
    name,
    lines: linesOf(readFileSync(`${folder}/units/${name}`, "utf8")),
  }));
  const text = `// Made from helper/ and units/ by scripts/host-files.ts (npm run generate).
import type { Artifact } from "../../../src/target/target.js";

/** The \`sinbin\` command: POSIX shell, awk and nft. */
export const helperLines: readonly string[] = ${JSON.stringify(linesOf(helper))};

/** systemd's, for any policy. */
export const unitFiles: readonly Artifact[] = ${JSON.stringify(files)};
`;
  return { path, text: await format(text, { ...(await resolveConfig(path)), filepath: path }) };
}

/** `targets/nixos/host/files.ts`: the part of a module that is the same for every policy. */
export async function nixFiles(): Promise<{ readonly path: string; readonly text: string }> {
  const path = "targets/nixos/host/files.ts";
  const lines = linesOf(readFileSync("targets/nixos/host/policy.nix", "utf8"));
  const text = `// Made from policy.nix by scripts/host-files.ts (npm run generate).

/** A function of \`{ config, lib, pkgs }\`. */
export const policyNixLines: readonly string[] = ${JSON.stringify(lines)};
`;
  return { path, text: await format(text, { ...(await resolveConfig(path)), filepath: path }) };
}

function linesOf(text: string): readonly string[] {
  return text.replace(/\n$/u, "").split("\n");
}
