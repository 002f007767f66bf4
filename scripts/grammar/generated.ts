import { format, resolveConfig } from "prettier";
import { cstTypes } from "../../grammar/cst-types.js";
import { grammarModel } from "../../grammar/grammar-model.js";
import { ebnf } from "./ebnf.js";
import { railroad } from "./railroad.js";
import { textMate } from "./textmate.js";

export interface GeneratedFile {
  readonly path: string;
  readonly text: string;
}

/** The files that are made from the parser, as they must be. */
export async function generatedFiles(): Promise<readonly GeneratedFile[]> {
  const grammar = grammarModel();
  return [
    await pretty("grammar/cst.ts", cstTypes()),
    { path: "grammar/sinbin.ebnf", text: ebnf(grammar) },
    await pretty("grammar/sinbin.tmLanguage.json", textMate(grammar)),
    { path: "grammar/railroad.html", text: railroad(grammar) },
  ];
}

async function pretty(path: string, text: string): Promise<GeneratedFile> {
  // An editor's grammar is JSON, whatever its name ends with.
  const options = { ...(await resolveConfig(path)), filepath: path };
  return { path, text: await format(text, options) };
}
