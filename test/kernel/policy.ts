import { readFileSync } from "node:fs";
import { compile } from "../../src/compile.js";
import { sourceFile } from "../../src/source/source-file.js";
import { noOtherFiles, type SourceReader } from "../../src/load/source-reader.js";
import { nftables } from "../../targets/nftables/index.js";
import type { Lab } from "./netns.js";

/** A policy's text for nft; an error of the policy is the test's own fault. */
export function nftText(policy: string, reader: SourceReader = noOtherFiles): string {
  const options = { version: nftables.defaultVersion, format: "nft" };
  const { value, diagnostics } = compile(
    sourceFile("policy.sbn", policy),
    nftables,
    options,
    reader,
  );
  if (value === undefined)
    throw new Error(JSON.stringify(diagnostics.map((d) => [d.code, d.message])));
  return value.flatMap(({ lines }) => [...lines, ""]).join("\n");
}

/** The policy of an example, by its folder. */
export function examplePolicy(folder: string): string {
  return readFileSync(new URL(`../../examples/${folder}/policy.sbn`, import.meta.url), "utf8");
}

/** The other files of an example: what it includes, and its lists. */
export function exampleFiles(folder: string): SourceReader {
  const read = (path: string): string =>
    readFileSync(new URL(`../../examples/${folder}/${path}`, import.meta.url), "utf8");
  return {
    readPolicy: (path) => ({ value: sourceFile(path, read(path)) }),
    readList: (path) => ({ value: [read(path)] }),
  };
}

/** How many packets met the rule on a line of the policy, over all that became of it. */
export async function packetsAt(lab: Lab, line: number): Promise<number> {
  const table = await lab.run("defender", "nft", "list", "table", "inet", "sinbin_p");
  const counted = table.matchAll(/counter packets (\d+) bytes \d+ .*comment "policy\.sbn:(\d+)"/gu);
  return [...counted]
    .filter(([, , place]) => Number(place) === line)
    .reduce((sum, [, packets]) => sum + Number(packets), 0);
}

/** Addresses of the attacker's, as many as wanted, different for each block. */
export function sources(count: number, block = 0): readonly string[] {
  return Array.from({ length: count }, (_, index) => {
    const host = block * 16_384 + index;
    return `198.${String(18 + (host >> 16))}.${String((host >> 8) & 255)}.${String(host & 255)}`;
  });
}

export function sources6(count: number, block = 0): readonly string[] {
  return Array.from(
    { length: count },
    (_, index) => `2001:db8:a::${(block + 1).toString(16)}:${(index + 1).toString(16)}`,
  );
}

/** The policy alone on a defender that had another one before. */
export async function start(lab: Lab, policy: string): Promise<void> {
  await lab.load(`flush ruleset\n${nftText(policy)}`);
}

/** The addresses in a set of a policy called `p`. */
export async function listed(lab: Lab, list: string, family = 4): Promise<readonly string[]> {
  const members = await lab.members("sinbin_p", `list_${list}_${String(family)}`);
  return members.map((member) => member.address).sort();
}

/** How far a count lies from what a binomial draw expects, in standard deviations. */
export function deviations(found: number, trials: number, chance: number): number {
  return (found - trials * chance) / Math.sqrt(trials * chance * (1 - chance));
}

export async function pause(milliseconds: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
}
