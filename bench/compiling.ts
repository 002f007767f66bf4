/** How long compiling takes and how much memory, beside `nft -c -f` on the output and beside other compilers. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type CommandLine, type Cost, limit, medianCosts, medianTimes } from "./measure.js";
import {
  asCapirca,
  asFerm,
  asOurs,
  type CapircaFiles,
  commonRules,
  listAsCapirca,
  listAsFerm,
} from "./peers.js";
import { compile, ladder, namespace, nothing } from "./places.js";
import { addresses, listFromFile, longList, manyRules } from "./policies.js";

const header = [
  "| what | sinbinc | peer | ratio | goal |",
  "| --- | --- | --- | --- | --- |",
] as const;

interface Peer {
  readonly name: string;
  readonly command: CommandLine;
}

interface Subject {
  readonly name: string;
  readonly policy: string;
  readonly peers?: (folder: string) => readonly Peer[];
  readonly rounds: number;
  readonly mebibytes?: number;
}

/** The rows of `npm run bench`. */
export async function commonRows(folder: string): Promise<readonly string[]> {
  const rules = commonRules(10_000);
  return [
    ...header,
    startUp(),
    ...(await against(folder, {
      name: "10,000 rules of all kinds",
      policy: manyRules(10_000),
      rounds: 5,
      mebibytes: 200,
    })),
    ...(await against(folder, {
      name: "10,000 plain rules",
      policy: asOurs(rules),
      peers: (place) => [ferm(place, asFerm(rules)), capirca(place, asCapirca(rules))],
      rounds: 3,
    })),
    ...(await against(folder, {
      name: "100,000 addresses",
      policy: longList(100_000),
      peers: (place) => [ferm(place, listAsFerm(100_000))],
      rounds: 5,
      mebibytes: 200,
    })),
  ];
}

/** The rows of `npm run bench -- full`. */
export async function slowRows(folder: string): Promise<readonly string[]> {
  const rules = commonRules(100_000);
  const file = "blocked.txt";
  writeFileSync(join(folder, file), `${addresses(1_000_000).join("\n")}\n`);
  return [
    ...header,
    ...(await against(folder, {
      name: "100,000 plain rules",
      policy: asOurs(rules),
      peers: (place) => [ferm(place, asFerm(rules)), capirca(place, asCapirca(rules))],
      rounds: 1,
    })),
    ...(await against(folder, {
      name: "100,000 addresses",
      policy: longList(100_000),
      peers: (place) => [capirca(place, listAsCapirca(100_000))],
      rounds: 1,
      mebibytes: 200,
    })),
    ...(await against(folder, {
      name: "1,000,000 addresses",
      policy: longList(1_000_000),
      peers: (place) => [ferm(place, listAsFerm(1_000_000))],
      rounds: 3,
    })),
    ...(await against(folder, {
      name: "1,000,000 addresses from a file",
      policy: listFromFile(file),
      rounds: 3,
    })),
  ];
}

function startUp(): string {
  const [ours = NaN, peer = NaN] = medianTimes([compile(ladder), nothing], 41);
  const what = "example 01 for nftables, as a process";
  return row(
    what,
    ms(ours),
    `\`node -e 0\`: ${ms(peer)}`,
    ours / peer,
    goal("at most 2.0", ours / peer <= 2),
  );
}

function ferm(folder: string, text: string): Peer {
  const source = join(folder, "policy.ferm");
  writeFileSync(source, text);
  return { name: "ferm", command: ["ferm", "--noexec", "--lines", source] };
}

function capirca(folder: string, { policy, networks, services }: CapircaFiles): Peer {
  const definitions = join(folder, "definitions");
  mkdirSync(definitions, { recursive: true });
  writeFileSync(join(definitions, "all.net"), networks);
  writeFileSync(join(definitions, "all.svc"), services);
  const source = join(folder, "policy.pol");
  writeFileSync(source, policy);
  const places = ["--base_directory", folder, "--output_directory", folder];
  const more = ["--definitions_directory", definitions, "--max_renderers", "1"];
  return {
    name: "Capirca",
    command: ["/usr/bin/aclgen", "--policy_file", source, ...places, ...more],
  };
}

async function against(folder: string, subject: Subject): Promise<readonly string[]> {
  const source = join(folder, "policy.sbn");
  const output = join(folder, "policy.nft");
  writeFileSync(source, subject.policy);
  const peers: readonly Peer[] = [
    { name: "`nft -c -f`", command: [...namespace, "nft", "-c", "-f", output] },
    ...(subject.peers?.(folder) ?? []),
  ];
  const commands = [compile(source, output), ...peers.map(({ command }) => command)];
  const [ours, ...theirs] = await medianCosts(commands, subject.rounds);
  return peers.flatMap(({ name }, index) =>
    compared(subject, ours, name, theirs[index], index === 0),
  );
}

function compared(
  { name, mebibytes }: Subject,
  ours: Cost,
  peer: string,
  theirs: Cost,
  isNft: boolean,
): readonly string[] {
  const faster = (ours?.time ?? Infinity) <= (theirs?.time ?? limit * 1000);
  const small = mebibytes !== undefined && (ours?.peak ?? Infinity) < mebibytes;
  const bound = isNft && mebibytes !== undefined;
  return [
    row(
      `${name}: time`,
      ours === undefined ? over : ms(ours.time),
      `${peer}: ${theirs === undefined ? over : ms(theirs.time)}`,
      (ours?.time ?? NaN) / (theirs?.time ?? NaN),
      isNft ? goal("not slower", faster) : "",
    ),
    row(
      `${name}: peak memory`,
      ours === undefined ? "" : mib(ours.peak),
      `${peer}: ${theirs === undefined ? "unknown" : mib(theirs.peak)}`,
      (ours?.peak ?? NaN) / (theirs?.peak ?? NaN),
      bound ? goal(`below ${String(mebibytes)} MiB`, small) : "",
    ),
  ];
}

const over = `more than ${limit} s`;

function ms(time: number): string {
  return `${time.toFixed(time < 100 ? 1 : 0)} ms`;
}

function mib(peak: number): string {
  return `${peak.toFixed(0)} MiB`;
}

function goal(words: string, met: boolean): string {
  return `${words}: ${met ? "met" : "**missed**"}`;
}

function row(what: string, ours: string, peer: string, ratio: number, verdict: string): string {
  return `| ${what} | ${ours} | ${peer} | ${Number.isNaN(ratio) ? "" : ratio.toFixed(2)} | ${verdict} |`;
}
