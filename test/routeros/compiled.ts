import { expect } from "vitest";
import { z } from "zod";
import { compileToRuleset } from "../../src/compile.js";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.js";
import type { Ruleset } from "../../src/ir/ruleset.js";
import { sourceFile } from "../../src/source/source-file.js";
import { routerosTarget } from "../../targets/routeros/index.js";
import type { RouterosProgram } from "../../targets/routeros/model.js";
import { defaultVersion } from "../../targets/routeros/versions.js";

export interface Compiled {
  readonly ruleset: Ruleset;
  readonly program: RouterosProgram | undefined;
  /** Those of the target alone. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Compiles a policy that is right; what the target says of it is part of the answer. */
export function compiled(text: string, version: string = defaultVersion): Compiled {
  const { value: ruleset, diagnostics } = compileToRuleset(sourceFile("edge.sbn", text));
  if (ruleset === undefined) {
    throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  }
  const capabilities = routerosTarget.capabilities(version);
  if (capabilities === undefined) throw new Error(`no version ${version}`);
  const lowered = routerosTarget.lower(ruleset, capabilities);
  return { ruleset, program: lowered.value, diagnostics: lowered.diagnostics };
}

/** As {@link compiled}, for a policy that RouterOS can say. */
export function programOf(text: string, version?: string): RouterosProgram {
  const { program, diagnostics } = compiled(text, version);
  expect(diagnostics).toEqual([]);
  if (program === undefined) throw new Error("no program");
  return program;
}

export function linesOf(program: RouterosProgram, format: "rsc" | "json"): readonly string[] {
  return routerosTarget.print(program, format).flatMap(({ lines }) => [...lines]);
}

const items = z.array(z.record(z.string(), z.string()));

export type JsonItem = Readonly<Record<string, string>>;

export function itemsOf(program: RouterosProgram): readonly JsonItem[] {
  return items.parse(JSON.parse(linesOf(program, "json").join("\n")));
}

/** The words but for some. */
export function without(words: JsonItem, ...names: readonly string[]): JsonItem {
  return Object.fromEntries(Object.entries(words).filter(([name]) => !names.includes(name)));
}
