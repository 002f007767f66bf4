// Packs the package once, as npm would publish it, and lets publint and attw look at the tarball.
// Expects a fresh dist (npm run build).
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Everything the package may hold; a file that matches none of these was packed by mistake. */
const EXPECTED = [
  /^(package\.json|README\.md|LICENSE|CHANGELOG\.md)$/,
  /^dist\/cli(\.js|-program\.(cjs|bin))$/,
  /^dist\/(src|grammar|targets)\/.+\.(js|d\.ts|json)$/,
  /^docs\/diagnostics\/[^/]+\.md$/,
];

const directory = mkdtempSync(join(tmpdir(), "sinbinc-pack-"));
try {
  const [packed] = JSON.parse(
    execFileSync("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", directory], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }),
  );
  const strays = packed.files
    .map((file) => file.path)
    .filter((path) => !EXPECTED.some((pattern) => pattern.test(path)));
  if (strays.length > 0) throw new Error(`packed by mistake:\n  ${strays.join("\n  ")}`);

  const tarball = join(directory, packed.filename);
  execFileSync("node_modules/.bin/publint", ["run", tarball, "--strict"], { stdio: "inherit" });
  execFileSync("node_modules/.bin/attw", [tarball, "--profile", "esm-only"], {
    stdio: "inherit",
  });
  console.log(
    `package: ${packed.files.length} files, ${Math.round(packed.size / 1024)} KiB packed`,
  );
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  rmSync(directory, { recursive: true, force: true });
}
