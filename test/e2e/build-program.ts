import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { root } from "./cli.js";

/** Builds the command line, once for all tests that run it: they are about the sources, not about an older dist. */
export default function buildProgram(): void {
  const { status, stderr } = spawnSync(process.execPath, [join(root, "scripts/bundle.mjs")], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(stderr);
}
