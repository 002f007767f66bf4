import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe } from "vitest";
import { compile } from "../../src/compile.js";
import { noOtherFiles, type SourceReader } from "../../src/load/source-reader.js";
import { sourceFile } from "../../src/source/source-file.js";
import { nixos } from "../../targets/nixos/index.js";

const required = process.env["SINBIN_REQUIRE_ALL"] === "1";

/** A group of tests that need Nix: skipped where there is none, unless nothing may be skipped. */
export function describeWithNix(name: string, body: () => void): void {
  const absent = !required && spawnSync("nix-instantiate", ["--version"]).error !== undefined;
  describe.skipIf(absent)(absent ? `${name} (nix-instantiate is not installed)` : name, body);
}

/** A policy as a NixOS module. */
export function nixModule(
  policy: string,
  reader: SourceReader = noOtherFiles,
  trial = false,
): string {
  const options = { version: nixos.defaultVersion, format: "nix", trial };
  const file = sourceFile("policy.sbn", policy);
  const { value, diagnostics } = compile(file, nixos, options, reader);
  if (value === undefined) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return value.flatMap(({ lines }) => [...lines, ""]).join("\n");
}

/** What NixOS makes of a module. */
export interface Generation {
  /** What it would leave for the next one to run first. */
  readonly deletions: string;
  /** What a reload loads. */
  readonly text: string;
  /** What the modules of policies give `ruleset`. */
  readonly rules: string;
  /** The messages of assertions that do not hold. */
  readonly failed: readonly string[];
  readonly warnings: readonly string[];
  readonly services: Readonly<Record<string, Service>>;
  readonly timers: Readonly<Record<string, unknown>>;
  readonly etc: Readonly<Record<string, { readonly text?: string; readonly source?: string }>>;
  /** What was told to whatever builds each. */
  readonly packages: readonly { readonly name: string; readonly text?: string }[];
}

export interface Service {
  readonly serviceConfig: Readonly<Record<string, unknown>>;
  readonly after: readonly string[];
}

/** @param settings Nix: the module of whoever uses the policy's. @throws what Nix says against it */
export function evaluateModule(module: string, settings = "{ }", saved = ""): Generation {
  return inFolder((folder) => {
    const path = join(folder, "module.nix");
    writeFileSync(path, module);
    return evaluateModules([`(import ${path})`, `(${settings})`], saved);
  });
}

/** nft's text with what its variables stand for, as nft spells it. */
export function withNames(text: string): string {
  const values = new Map<string, string>();
  for (const [, name = "", value = ""] of text.matchAll(/^define (\S+) = \{ (.*) \}$/gmu)) {
    // A name may have commas itself.
    values.set(name, /^"[^"]*"$/u.test(value) ? value : `{ ${value} }`);
  }
  return text
    .replace(/^define .*\n/gmu, "")
    .replace(
      /(?<=[io]ifname (?:!= )?)\$([\w-]+)/gu,
      (variable, name: string) => values.get(name) ?? variable,
    );
}

/** @param modules Nix expressions */
export function evaluateModules(modules: readonly string[], saved = ""): Generation {
  return inFolder((folder) => {
    const before = join(folder, "saved");
    writeFileSync(before, saved);
    const stub = fileURLToPath(new URL("./nixos.nix", import.meta.url));
    const call = `import ${stub} { modules = [ ${modules.join(" ")} ]; saved = builtins.readFile ${before}; }`;
    return JSON.parse(nix("--eval", "--strict", "--json", "--expr", call)) as Generation;
  });
}

/** The values of some Nix expressions, in one evaluation. */
export function evaluateAll(expressions: readonly string[]): readonly unknown[] {
  return inFolder((folder) => {
    const path = join(folder, "all.nix");
    writeFileSync(path, `[\n${expressions.map((one) => `(${one})`).join("\n")}\n]\n`);
    return JSON.parse(nix("--eval", "--strict", "--json", path)) as unknown[];
  });
}

export function parses(module: string): void {
  inFolder((folder) => {
    const path = join(folder, "module.nix");
    writeFileSync(path, module);
    nix("--parse", path);
  });
}

function nix(...args: readonly string[]): string {
  // Nothing is built, so no store is needed, nor the right to write to one.
  const options = { encoding: "utf8", maxBuffer: 256 * 1024 * 1024 } as const;
  const { status, stdout, stderr, error } = spawnSync(
    "nix-instantiate",
    ["--store", "dummy://", ...args],
    options,
  );
  if (status !== 0) throw new Error(stderr || String(error));
  return stdout;
}

function inFolder<T>(use: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), "sinbinc-nix-"));
  try {
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
