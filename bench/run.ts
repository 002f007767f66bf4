/**
 * `npm run bench`, `npm run bench -- full`, `npm run bench -- packets`: what the program and its output cost, beside
 * peers that are measured in the same run. Prints a table and puts it into its place in bench/README.md.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, release, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { commonRows, slowRows } from "./compiling.js";
import { packetRows } from "./packets.js";
import { simulationRows } from "./simulating.js";
import { bundler, readme } from "./places.js";

const parts = new Map([
  ["", { marker: "npm run bench", rows: commonRows }],
  ["full", { marker: "npm run bench -- full", rows: slowRows }],
  ["simulate", { marker: "npm run bench -- simulate", rows: simulationRows }],
  ["packets", { marker: "npm run bench -- packets", rows: packetRows }],
]);

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

const part = parts.get(process.argv[2] ?? "");
if (part === undefined)
  throw new Error("the parts are: full, packets, simulate, and the one without a name");
const folder = mkdtempSync(join(tmpdir(), "sinbinc-bench-"));
try {
  const built = spawnSync(process.execPath, [bundler], { stdio: "inherit" });
  if (built.status !== 0) throw new Error("the program could not be built");
  const table = `${(await part.rows(folder)).join("\n")}\n\nMeasured on ${machine()}.`;
  console.log(table);
  const text = readFileSync(readme, "utf8");
  const begin = `<!-- table: ${part.marker} -->\n`;
  const start = text.indexOf(begin);
  const stop = text.indexOf("<!-- end of table -->", start);
  if (start < 0 || stop < 0) throw new Error(`bench/README.md has no place for ${part.marker}`);
  writeFileSync(readme, `${text.slice(0, start + begin.length)}\n${table}\n\n${text.slice(stop)}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
