import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { CommandLine } from "./measure.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const node = process.execPath;

export const bundler: string = join(root, "scripts/bundle.mjs");
export const readme: string = join(root, "bench/README.md");
export const attackPage: string = join(root, "docs/attacks.md");
export const choosingPage: string = join(root, "docs/choosing-a-ladder.md");
export const sender: string = join(root, "bench/flood.c");
export const handWritten: string = join(root, "bench/hand-written-ladder.nft");
export const ladder: string = join(root, "examples/01-sinbin-ladder/policy.sbn");

/**
 * A network namespace of its own sees no other rules. Without root it is one of a user namespace, where nft may not
 * enlarge its socket's buffer, and the kernel refuses what does not fit (net.core.wmem_max).
 */
export const namespace: CommandLine = ["unshare", process.getuid?.() === 0 ? "-n" : "-rn"];

/** The built program. */
export const cli: string = join(root, "dist/cli.js");

export function compile(source: string, output?: string): CommandLine {
  const into = output === undefined ? [] : ["-o", output];
  return [node, cli, "compile", source, "--target", "nftables", ...into];
}

export const nothing: CommandLine = [node, "-e", "0"];
