import { decodeSource } from "../../src/cli/decode.js";
import { parseFleet } from "../../src/cli/fleet/parse-fleet.js";
import { compile, compileToRuleset } from "../../src/compile.js";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.js";
import type { ReadResult, SourceReader } from "../../src/load/source-reader.js";
import { sourceFile } from "../../src/source/source-file.js";
import { parseProgram } from "../../targets/nftables/index.js";
import { isCsvHeader } from "../../src/trace/csv.js";
import { wrongTraceLine } from "../../src/trace/diagnose-trace.js";
import { readTrace } from "../../src/trace/read-trace.js";
import { targets } from "../../targets/index.js";
import { parseRsc } from "../../targets/routeros/parse/parse-rsc.js";

/** The files that lie beside a policy of the pages and goldens, whose own name is edge.sbn. */
const beside: Readonly<Record<string, string>> = {
  "lists/office.sbn": "list office { 192.0.2.0/24 }\n",
  "lists/circle.sbn": 'include "../edge.sbn"\n',
  "lists/first.sbn": 'include "second.sbn"\n',
  "lists/second.sbn": 'include "first.sbn"\n',
  "lists/blocked.txt": "# blocked\n198.51.100.0/24\n",
  "lists/image.sbn": "\u0089PNG\u0000\n",
  "lists/broken.txt": "198.51.100.0/24\n198.51.100.300\n203.0.113.7/24 ; host bits\n",
};

const reader: SourceReader = {
  readPolicy: (path) => read(path, (text) => sourceFile(path, text)),
  readList: (path) => read(path, (text) => [text]),
};

function read<T>(path: string, make: (text: string) => T): ReadResult<T> {
  const text = beside[path];
  return text === undefined ? { problem: "there is no such file" } : { value: make(text) };
}

/** All that is told of a policy, for a target, for a trial or for none of them, of a RouterOS script, or of a file of devices; everything at its defaults. */
export function diagnose(
  source: string | Uint8Array,
  target?: string,
  name = "edge.sbn",
): readonly Diagnostic[] {
  const text = Buffer.from(source).toString("utf8");
  if (isCsvHeader(text)) return ofTrace(text);
  const decoded = decodeSource(name, Buffer.from(source));
  if (!decoded.ok) return [decoded.diagnostic];
  if (target === "nft") return parseProgram(decoded.file).diagnostics;
  if (target === undefined) return compileToRuleset(decoded.file, reader).diagnostics;
  if (target === "trial") {
    return compileToRuleset(decoded.file, reader, { trial: true }).diagnostics;
  }
  if (target === "toml")
    return parseFleet("sinbin.toml", sourceFile("sinbin.toml", text)).diagnostics;
  if (target === "rsc") return parseRsc(decoded.file).diagnostics;
  const backEnd = targets.find(({ id }) => id === target);
  if (backEnd === undefined) throw new Error(`no target ${target}`);
  const options = { version: backEnd.defaultVersion, format: backEnd.formats[0]! };
  return compile(decoded.file, backEnd, options, reader).diagnostics;
}

function ofTrace(text: string): readonly Diagnostic[] {
  const items = readTrace(text.split("\n"), "csv", () => undefined)?.items ?? [];
  return [...items].flatMap((item) =>
    item.kind === "wrong" ? [wrongTraceLine("trace.csv", item)] : [],
  );
}
