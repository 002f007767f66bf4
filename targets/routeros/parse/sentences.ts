import type { Diagnostic } from "../../../src/diagnostics/diagnostic.js";
import { report } from "../../../src/diagnostics/report.js";
import type { SourceFile, Span } from "../../../src/source/source-file.js";
import { unescaped } from "./escapes.js";
import { type Remark, scriptText } from "./script-text.js";

/** One command of the console: words between line ends or semicolons. */
export interface Sentence {
  readonly words: readonly ScriptWord[];
  readonly span: Span;
  /** The remarks since the sentence before. */
  readonly remarks: readonly string[];
}

/** `chain=input`, or a value without a name. */
export interface ScriptWord {
  readonly name: string | undefined;
  readonly value: ScriptValue;
  readonly span: Span;
}

export type ScriptValue =
  | { readonly kind: "text"; readonly text: string }
  /** `{ … }`: commands, or the items of an array, each a sentence. */
  | { readonly kind: "block"; readonly sentences: readonly Sentence[] }
  /** `[ … ]`: what a command gives. */
  | { readonly kind: "command"; readonly sentences: readonly Sentence[] }
  /** `( … )` and `$name`: to be worked out by the router. */
  | { readonly kind: "expression"; readonly text: string };

export interface Script {
  readonly sentences: readonly Sentence[];
  /** Those after the last sentence. */
  readonly remarks: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads what a router's console takes (RouterOS manual, "Scripting"): an export, or a script for `/import`. What
 * cannot be read is told and left out to the end of its line; nothing is worked out.
 */
export function readSentences(file: SourceFile): Script {
  const script = scriptText(file.text);
  const { code, remarks } = script;
  const diagnostics: Diagnostic[] = [];
  let at = 0;
  let nextRemark = 0;

  const spanFrom = (start: number, end: number = at): Span => ({
    file,
    start: script.originalOffset(start),
    end: Math.max(
      script.originalOffset(start),
      end > start ? script.originalOffset(end - 1) + 1 : 0,
    ),
  });
  const refuse = (start: number, what: string): void => {
    const lineEnd = /[\r\n]/u.exec(code.slice(start))?.index ?? code.length - start;
    at = start + lineEnd;
    diagnostics.push(report("SB7003", spanFrom(start), { what }));
  };
  const remarksBefore = (offset: number): readonly string[] => {
    const from = nextRemark;
    for (let next = remarks[from]; next !== undefined && next.at <= offset;) {
      next = remarks[++nextRemark];
    }
    return remarks.slice(from, nextRemark).map(({ text }: Remark) => text);
  };
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(code)?.[0];
    at += found?.length ?? 0;
    return found;
  };

  /** @param closing what ends the block; undefined for the whole text */
  const readBlock = (closing: string | undefined): readonly Sentence[] => {
    const sentences: Sentence[] = [];
    for (;;) {
      take(/[\s;]*/uy);
      if (at >= code.length || (closing !== undefined && code[at] === closing)) return sentences;
      const start = at;
      const before = closing === undefined ? remarksBefore(start) : [];
      const problems = diagnostics.length;
      const words = readWords();
      const isWhole = words.length > 0 && diagnostics.length === problems;
      if (isWhole) sentences.push({ words, span: spanFrom(start), remarks: before });
      const next = code[at];
      if (next !== undefined && "}])".includes(next) && next !== closing) {
        refuse(at, `\`${next}\` closes nothing that is open here`);
      }
    }
  };

  const readWords = (): readonly ScriptWord[] => {
    const words: ScriptWord[] = [];
    for (;;) {
      take(/[^\S\r\n]*/uy);
      const next = code[at];
      if (next === undefined || "\r\n;}])".includes(next)) return words;
      const start = at;
      const name = take(/[A-Za-z.][A-Za-z0-9.-]*=/uy)?.slice(0, -1);
      const value = readValue();
      if (value === undefined) return words;
      words.push({ name, value, span: spanFrom(start) });
    }
  };

  const readValue = (): ScriptValue | undefined => {
    const start = at;
    switch (code[at]) {
      case '"':
        return readQuoted();
      case "{":
        return readNested("block", "}");
      case "[":
        return readNested("command", "]");
      case "(":
        return readParentheses();
      case undefined:
      default: {
        const text = take(/[^\s;{}[\]()"]*/uy) ?? "";
        if (text.startsWith("$")) return { kind: "expression", text };
        const { value, problem } = unescaped(text);
        if (problem === undefined) return { kind: "text", text: value };
        refuse(start + problem.at, problem.what);
        return undefined;
      }
    }
  };

  const readQuoted = (): ScriptValue | undefined => {
    const start = at;
    const quoted = take(/"(?:[^"\\\r\n]|\\[^\r\n])*"/uy);
    if (quoted === undefined) {
      refuse(start, "a text in quotes is not closed on its line");
      return undefined;
    }
    const inner = quoted.slice(1, -1);
    if (/(?<!\\)(?:\\\\)*\$/u.test(inner)) return { kind: "expression", text: quoted };
    const { value, problem } = unescaped(inner);
    if (problem === undefined) return { kind: "text", text: value };
    refuse(start + 1 + problem.at, problem.what);
    return undefined;
  };

  const readNested = (kind: "block" | "command", closing: string): ScriptValue | undefined => {
    const start = at;
    at++;
    const sentences = readBlock(closing);
    if (code[at] === closing) {
      at++;
      return { kind, sentences };
    }
    diagnostics.push(
      report("SB7003", spanFrom(start, start + 1), {
        what: `this is not closed by \`${closing}\``,
      }),
    );
    return undefined;
  };

  const readParentheses = (): ScriptValue | undefined => {
    const start = at;
    for (let depth = 0; ;) {
      const piece = take(/"(?:[^"\\\r\n]|\\[^\r\n])*"|[^"]/suy);
      if (piece === "(") depth++;
      if (piece === ")") depth--;
      if (piece === undefined) {
        refuse(start, "this is not closed by `)`");
        return undefined;
      }
      if (depth === 0) return { kind: "expression", text: code.slice(start, at) };
    }
  };

  const sentences = readBlock(undefined);
  return { sentences, remarks: remarksBefore(Infinity), diagnostics };
}
