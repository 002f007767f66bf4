// Bundles the command line, for a quick start: a whole compilation is to take at most twice `node -e 0`.
// Chevrotain with lodash-es as separate files costs most of a second; bundled it costs under a tenth, and
// half of that again is V8 compiling what it compiled the time before. So there are three files:
//
//   dist/cli.js           package.json's "bin": loads the program, with V8's code cache if it fits
//   dist/cli-program.cjs  the whole command line in one CommonJS file
//   dist/cli-program.bin  V8's code cache of it, made by running it once; another Node.js passes it over
//
//   node scripts/bundle.mjs [folder]
import { execFileSync } from "node:child_process";
import { chmod, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = resolve(root, process.argv[2] ?? "dist");
const program = join(folder, "cli-program.cjs");
const cache = join(folder, "cli-program.bin");

/** Commander loads node:child_process for subcommands that are programs of their own; we have none. */
const withoutChildProcess = {
  name: "without-child-process",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:child_process$/ }, ({ importer }) =>
      importer.includes("/node_modules/commander/")
        ? { path: "child_process", namespace: "empty" }
        : undefined,
    );
    onLoad({ filter: /.*/, namespace: "empty" }, () => ({ contents: "module.exports = {};" }));
  },
};

await mkdir(folder, { recursive: true });
await rm(cache, { force: true });
await build({
  absWorkingDir: root,
  entryPoints: ["src/cli/bin.ts"],
  outfile: program,
  format: "cjs",
  bundle: true,
  platform: "node",
  target: "node20",
  minify: true,
  charset: "ascii", // read as Latin-1 below, which needs no decoding
  legalComments: "none",
  plugins: [withoutChildProcess],
  // Loaded by what talks to a router; a compilation need not read it.
  external: ["routeros-client"],
  supported: { "dynamic-import": false }, // the launcher's script has require only
  // The program finds its package by where it is.
  define: { "import.meta.url": "__programUrl" },
  banner: {
    js: 'const __programUrl = require("node:url").pathToFileURL(__filename).href;',
  },
  logLevel: "warning",
});

const { size } = await readFile(program).then((text) => ({ size: text.length }));
await writeFile(join(folder, "cli.js"), launcher(size));
await chmod(join(folder, "cli.js"), 0o755);
execFileSync(
  process.execPath,
  [join(root, "scripts/warm-cache.cjs"), program, cache, join(root, "examples")],
  { stdio: ["ignore", "ignore", "inherit"] },
);

/** V8 tells a stale cache by the length of the source only, hence the check of the length here. */
function launcher(length) {
  return `#!/usr/bin/env node
// Starts the program beside this file, with V8's code cache of it where that was made by the same V8.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { Script } from "node:vm";

const filename = fileURLToPath(new URL("cli-program.cjs", import.meta.url));
const source = readFileSync(filename, "latin1");
let cachedData;
try {
  if (source.length === ${length}) cachedData = readFileSync(new URL("cli-program.bin", import.meta.url));
} catch {
  // Without it the program starts as well, only later.
}
const script = new Script("(function(require,__filename){" + source + "\\n})", { filename, cachedData });
script.runInThisContext()(createRequire(import.meta.url), filename);
`;
}
