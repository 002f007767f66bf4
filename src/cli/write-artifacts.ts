import type { Artifact } from "../target/target.js";
import { type ExitCode, exitCode } from "./exit-code.js";
import type { Host, OutputFile } from "./host.js";
import { inChunks, printChunks, tellTrouble } from "./tell.js";
import { UsageError } from "./usage-error.js";

/**
 * Puts what was compiled where it belongs: standard output, a file, or files in a folder.
 * @param source the policy's path, which is never written to
 */
export function writeArtifacts(
  host: Host,
  artifacts: readonly Artifact[],
  output: string,
  source: string,
): ExitCode {
  if (output === "-") {
    printAll(host, artifacts);
    return exitCode.well;
  }
  const files = filesFor(host, artifacts, output);
  for (const { path } of files) {
    if (source === "-" || !host.sameFile(path, source)) continue;
    throw new UsageError(
      `${path} is the policy itself; the output would overwrite it`,
      "give another name to -o",
    );
  }
  const written = host.write(files);
  if (written.ok) return exitCode.well;
  tellTrouble(host, written.why);
  return exitCode.trouble;
}

function printAll(host: Host, artifacts: readonly Artifact[]): void {
  const [only] = artifacts;
  if (only === undefined || artifacts.length > 1) {
    const names = artifacts.map(({ name }) => name).join(", ");
    throw new UsageError(
      `this gives several files (${names})`,
      "name a folder for them: -o FOLDER",
    );
  }
  printChunks(host, inChunks(only.lines));
}

/** One artefact goes to the file named, several into the folder named; into a folder that is there, any. */
function filesFor(
  host: Host,
  artifacts: readonly Artifact[],
  output: string,
): readonly OutputFile[] {
  const kind = host.kindOf(output);
  const isFolder = kind === "directory" || output.endsWith("/");
  const [only] = artifacts;
  if (only !== undefined && artifacts.length === 1 && !isFolder) {
    return [{ path: output, chunks: inChunks(only.lines) }];
  }
  if (kind === "file" || kind === "other") {
    throw new UsageError(
      `this gives ${String(artifacts.length)} files, and ${output} is one file`,
      "name a folder for them: -o FOLDER",
    );
  }
  const folder = output.replace(/(?<=.)\/+$/u, "");
  return artifacts.map(({ name, lines }) => ({
    path: folder === "/" ? `/${name}` : `${folder}/${name}`,
    chunks: inChunks(lines),
  }));
}
