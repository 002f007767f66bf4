import type { CstNode, IToken } from "chevrotain";
import type { Rule } from "../src/ast/nodes.js";
import type { Code, Params } from "../src/diagnostics/catalog.js";
import type { Diagnostic, Suggestion } from "../src/diagnostics/diagnostic.js";
import { report } from "../src/diagnostics/report.js";
import type { SourceFile, Span } from "../src/source/source-file.js";

/** What every builder needs: the file, and where to say what is wrong with a value. */
export class BuildContext {
  readonly file: SourceFile;
  readonly diagnostics: Diagnostic[] = [];
  /** The rules that were built while the file was still being parsed. */
  readonly rules: Map<CstNode, Rule> = new Map<CstNode, Rule>();

  constructor(file: SourceFile) {
    this.file = file;
  }

  report<C extends Code>(code: C, span: Span, params: Params<C>, suggestion?: Suggestion): void {
    this.diagnostics.push(report(code, span, params, { suggestion }));
  }

  tokenSpan(token: IToken): Span {
    return {
      file: this.file,
      start: token.startOffset,
      end: token.startOffset + token.image.length,
    };
  }

  nodeSpan(node: CstNode): Span {
    const start = node.location?.startOffset ?? 0;
    return { file: this.file, start, end: (node.location?.endOffset ?? start - 1) + 1 };
  }
}

/**
 * The first of a child's tokens or nodes. After error recovery any child may be missing, whatever the
 * generated types promise; a node that recovery gave up on has no children worth reading.
 */
export function first<T>(children: readonly T[] | undefined): T | undefined {
  return children?.[0];
}

/** Builds each child that can be built. */
export function each<N, T>(
  children: readonly N[] | undefined,
  build: (child: N) => T | undefined,
): readonly T[] {
  const built: T[] = [];
  for (const child of children ?? []) {
    const value = build(child);
    if (value !== undefined) built.push(value);
  }
  return built;
}
