import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { report } from "../../diagnostics/report.js";
import { sourceFile } from "../../source/source-file.js";
import { type Decoded, decodeSource } from "../decode.js";
import { type ExitCode, exitCode } from "../exit-code.js";
import type { Host } from "../host.js";
import { tellDiagnostics, tellTrouble } from "../tell.js";
import { UsageError } from "../usage-error.js";
import type { Fleet } from "./fleet.js";
import { masked } from "./masked.js";

export type ReadFleet =
  | { readonly ok: true; readonly value: Fleet }
  /** What is wrong has been told. */
  | { readonly ok: false; readonly code: ExitCode };

const names = ["sinbin.toml", "sinbin.json"] as const;

/** No folder is that deep. */
const mostFolders = 64;

/** The nearest file of devices, from the folder one is in upwards; undefined where there is none. */
export function findFleet(host: Host): string | undefined {
  let folder = "";
  for (let depth = 0; depth < mostFolders; depth++) {
    const there = names.map((name) => folder + name).filter((path) => host.kindOf(path) === "file");
    if (there.length > 1) {
      throw new UsageError(`there are ${there.join(" and ")}`, "say which is meant: --config FILE");
    }
    if (there[0] !== undefined) return there[0];
    const above = `${folder}../`;
    if (host.sameFile(folder === "" ? "." : folder, above)) return undefined;
    folder = above;
  }
  return undefined;
}

/** Reads a file of devices, and tells what is wrong with it: exit code 2, or 3 where it cannot be read. */
export async function readFleet(host: Host, path: string): Promise<ReadFleet> {
  const bytes = host.read(path);
  if (!bytes.ok) {
    tellTrouble(host, bytes.why);
    return { ok: false, code: exitCode.trouble };
  }
  const decoded = decodeSource(path, bytes.value);
  // Loaded here: a compilation reads neither TOML nor JSON.
  const { parseFleet } = await import("./parse-fleet.js");
  const { value, diagnostics } = decoded.ok
    ? parseFleet(path, decoded.file)
    : { value: undefined, diagnostics: [notText(path, decoded)] };
  tellDiagnostics(host, diagnostics, () => path);
  return value === undefined ? { ok: false, code: exitCode.usage } : { ok: true, value };
}

type Undecoded = Extract<Decoded, { readonly ok: false }>;

function notText(path: string, { file, why, diagnostic }: Undecoded): Diagnostic {
  const shown = { ...diagnostic.span, file: sourceFile(file.name, masked(file.text)) };
  return report("SB8001", shown, { what: why, syntax: path.endsWith(".json") ? "JSON" : "TOML" });
}
