// Bundles the command line into the one file that package.json's "bin" names. Chevrotain with lodash-es
// as separate files costs most of a second at start-up; bundled it costs under a tenth.
//
//   node scripts/bundle.mjs [outfile]
//
// The ending of the outfile decides the format: .cjs is CommonJS, .js and .mjs are ES modules.
// To switch for good, change "bin" in package.json (and nothing here); to measure, give another outfile.
import { chmod, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = new URL("..", import.meta.url);
const manifest = JSON.parse(await readFile(new URL("package.json", root), "utf8"));
const outfile = process.argv[2] ?? manifest.bin.sinbinc;
const format = outfile.endsWith(".cjs") ? "cjs" : "esm";

// CommonJS packages (commander) call require("node:…"); an ES module has no require of its own.
const requireForEsm =
  'import { createRequire as __createRequire } from "node:module";\n' +
  "const require = __createRequire(import.meta.url);";

await build({
  absWorkingDir: fileURLToPath(root),
  entryPoints: ["src/cli/bin.ts"],
  outfile,
  format,
  bundle: true,
  platform: "node",
  target: "node20",
  minify: true,
  legalComments: "none",
  banner: { js: ["#!/usr/bin/env node", ...(format === "esm" ? [requireForEsm] : [])].join("\n") },
  logLevel: "warning",
});
await chmod(new URL(outfile, root), 0o755);
