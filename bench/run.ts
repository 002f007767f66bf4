/**
 * `npm run bench`: how long the program takes, beside a peer that is measured in the same run. Prints a table and
 * puts it into bench/README.md.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, release, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type CommandLine, medianTimes, peakMemory } from "./measure.js";
import { longList, manyRules } from "./policies.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const program = join(root, "dist/cli.js");
const example = join(root, "examples/01-sinbin-ladder/policy.sbn");
const node = process.execPath;

interface Row {
  readonly what: string;
  readonly ours: string;
  readonly peer: string;
  readonly ratio: string;
  /** Undefined where there is none. */
  readonly goal: { readonly words: string; readonly met: boolean } | undefined;
}

/**
 * A network namespace of its own sees no other rules. Without root it is one of a user namespace, where nft may not
 * enlarge its socket's buffer, and the kernel refuses what does not fit (net.core.wmem_max).
 */
const namespace: CommandLine = ["unshare", process.getuid?.() === 0 ? "-n" : "-rn"];

const most = { ratioAtStart: 2, mebibytes: 200 };

function ms(time: number): string {
  return `${time.toFixed(time < 100 ? 1 : 0)} ms`;
}

function startUp(): Row {
  const [ours = NaN, peer = NaN] = medianTimes(
    [
      [node, program, "compile", example, "--target", "nftables"],
      [node, "-e", "0"],
    ],
    41,
  );
  const ratio = ours / peer;
  return {
    what: "example 01 for nftables, as a process",
    ours: ms(ours),
    peer: `\`node -e 0\`: ${ms(peer)}`,
    ratio: ratio.toFixed(2),
    goal: {
      words: `at most ${most.ratioAtStart.toFixed(1)}`,
      met: ratio <= most.ratioAtStart,
    },
  };
}

async function against(folder: string, name: string, policy: string): Promise<readonly Row[]> {
  const source = join(folder, "policy.sbn");
  const output = join(folder, "policy.nft");
  writeFileSync(source, policy);
  const compile: CommandLine = [
    node,
    program,
    "compile",
    source,
    "--target",
    "nftables",
    "-o",
    output,
  ];
  const load: CommandLine = [...namespace, "nft", "-c", "-f", output];
  const [ours = NaN, peer = NaN] = medianTimes([compile, load], 9);
  const memory = { ours: await peakMemory(compile), peer: await peakMemory(load) };
  return [
    {
      what: `${name}: time`,
      ours: ms(ours),
      peer: `\`nft -c -f\`: ${ms(peer)}`,
      ratio: (ours / peer).toFixed(2),
      goal: undefined,
    },
    {
      what: `${name}: peak memory`,
      ours: `${memory.ours.toFixed(0)} MiB`,
      peer: `\`nft -c -f\`: ${memory.peer.toFixed(0)} MiB`,
      ratio: (memory.ours / memory.peer).toFixed(2),
      goal: {
        words: `below ${String(most.mebibytes)} MiB`,
        met: memory.ours < most.mebibytes,
      },
    },
  ];
}

function asTable(rows: readonly Row[]): string {
  const lines = rows.map(({ what, ours, peer, ratio, goal }) => {
    const verdict = goal === undefined ? "" : `${goal.words}: ${goal.met ? "met" : "**missed**"}`;
    return `| ${what} | ${ours} | ${peer} | ${ratio} | ${verdict} |`;
  });
  return [
    "| what | sinbinc | peer | ratio | goal |",
    "| --- | --- | --- | --- | --- |",
    ...lines,
  ].join("\n");
}

function machine(): string {
  const { stdout } = spawnSync("nft", ["--version"], { encoding: "utf8" });
  const [cpu] = cpus();
  return [
    `${cpus().length} × ${cpu?.model.trim() ?? "unknown"}`,
    `${Math.round(totalmem() / 2 ** 30)} GiB`,
    `Linux ${release()}`,
    `Node.js ${process.version}`,
    stdout.trim().replace(/ \(.*/u, ""),
  ].join(", ");
}

const folder = mkdtempSync(join(tmpdir(), "sinbinc-bench-"));
try {
  const built = spawnSync(node, [join(root, "scripts/bundle.mjs")], { stdio: "inherit" });
  if (built.status !== 0) throw new Error("the program could not be built");
  const rows = [
    startUp(),
    ...(await against(folder, "10,000 rules", manyRules(10_000))),
    ...(await against(folder, "100,000 addresses", longList(100_000))),
  ];
  const table = `${asTable(rows)}\n\nMeasured on ${machine()}.`;
  console.log(table);
  const readme = join(root, "bench/README.md");
  const text = readFileSync(readme, "utf8");
  const section = /(?<=<!-- table: npm run bench -->\n)[^]*(?=<!-- end of table -->)/u;
  writeFileSync(
    readme,
    text.replace(section, () => `\n${table}\n\n`),
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
