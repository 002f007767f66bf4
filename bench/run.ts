/**
 * `npm run bench`, and with the name of a part behind `--`: what the program and its output cost, beside peers that
 * are measured in the same run. `-- attacks`: what real tools get through. `-- choosing`:
 * ladders beside other detectors. Prints the tables and puts them into their
 * place in the documentation.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, release, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { attackTables } from "./attacks.js";
import { choosingRows, waldRows } from "./choosing.js";
import { commonRows, slowRows } from "./compiling.js";
import { knowingRows } from "./knowing.js";
import { memoryRows } from "./memory.js";
import { packetRows } from "./packets.js";
import { pushRows } from "./pushing.js";
import { simulationRows } from "./simulating.js";
import { attackPage, bundler, choosingPage, readme } from "./places.js";

interface Part {
  readonly marker: string;
  /** Where the table goes; bench/README.md unless said. */
  readonly page?: string;
  readonly rows: (folder: string) => readonly string[] | Promise<readonly string[]>;
}

const parts = new Map<string, Part>([
  ["", { marker: "npm run bench", rows: commonRows }],
  ["attacks", { marker: "npm run bench -- attacks", page: attackPage, rows: attackTables }],
  [
    "choosing",
    {
      marker: "npm run bench -- choosing",
      page: choosingPage,
      rows: () => [...waldRows(), "", ...choosingRows()],
    },
  ],
  ["full", { marker: "npm run bench -- full", rows: slowRows }],
  ["memory", { marker: "npm run bench -- memory", rows: memoryRows }],
  ["odds", { marker: "npm run bench -- odds", rows: knowingRows }],
  ["simulate", { marker: "npm run bench -- simulate", rows: simulationRows }],
  ["push", { marker: "npm run bench -- push", rows: pushRows }],
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
  throw new Error(
    `the parts are: ${[...parts.keys()].filter((name) => name !== "").join(", ")}, and the one without a name`,
  );
const folder = mkdtempSync(join(tmpdir(), "sinbinc-bench-"));
try {
  const built = spawnSync(process.execPath, [bundler], { stdio: "inherit" });
  if (built.status !== 0) throw new Error("the program could not be built");
  const rows = (await part.rows(folder)).join("\n");
  // What is worked out is the same everywhere.
  const table = part.page === choosingPage ? rows : `${rows}\n\nMeasured on ${machine()}.`;
  console.log(table);
  const page = part.page ?? readme;
  const text = readFileSync(page, "utf8");
  const begin = `<!-- table: ${part.marker} -->\n`;
  const start = text.indexOf(begin);
  const stop = text.indexOf("<!-- end of table -->", start);
  if (start < 0 || stop < 0) throw new Error(`${page} has no place for ${part.marker}`);
  writeFileSync(page, `${text.slice(0, start + begin.length)}\n${table}\n\n${text.slice(stop)}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
