import { type Diagnostic, type Outcome, outcome } from "../../../src/diagnostics/diagnostic.js";
import { report } from "../../../src/diagnostics/report.js";
import type { SourceFile, Span } from "../../../src/source/source-file.js";
import type { RouterosProgram } from "../model.js";
import { commentOrigins } from "./comment-origins.js";
import { commandsOf } from "./commands.js";
import { type Header, readHeader } from "./header.js";
import { programBuilder } from "./program-builder.js";
import { readSentences } from "./sentences.js";
import { readCommand, type ScriptState } from "./statements.js";

/**
 * Reads a script that `printRsc` wrote back to its program. All comes back, but: an origin is the line it is in
 * (`commentOrigins`), the place of a `place after` is that in the script, and of a list each family has its own members
 * alone. Control characters in a note, or in the name of the policy's file, are spaces.
 */
export function parseRsc(file: SourceFile): Outcome<RouterosProgram> {
  const { sentences, remarks, diagnostics } = readSentences(file);
  const all: Diagnostic[] = [...diagnostics];
  const header = readHeader([...sentences.flatMap((sentence) => sentence.remarks), ...remarks]);
  if (header === undefined) {
    const start: Span = { file, start: 0, end: 0 };
    all.push(report("SB7004", start, { what: "its first lines do not say of which policy it is" }));
    return outcome(emptyProgram, all);
  }
  const state: ScriptState = {
    owner: header.owner,
    originOf: commentOrigins(header.owner),
    builder: programBuilder(),
    cleared: new Set(),
    after: undefined,
    heading: undefined,
    refuse: (span, what) => {
      all.push(report("SB7004", span, { what }));
    },
  };
  for (const command of commandsOf(sentences, (diagnostic) => all.push(diagnostic))) {
    readCommand(command, state);
  }
  return outcome(programOf(header, state), all);
}

function programOf(header: Header, { builder, cleared }: ScriptState): RouterosProgram {
  return { ...header, cleared: [...cleared], families: builder.families() };
}

/** Withheld, since there is an error beside it. */
const emptyProgram: RouterosProgram = {
  version: "",
  policy: "",
  source: "",
  owner: "",
  renamings: [],
  cleared: [],
  families: [],
};
