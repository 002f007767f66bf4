import { parsePolicy } from "../../grammar/index.js";
import type {
  Commented,
  ListStatement,
  PolicyFile,
  Statement,
  Text,
  Trivia,
} from "../ast/nodes.js";
import { type Diagnostic, hasErrors } from "../diagnostics/diagnostic.js";
import { report } from "../diagnostics/report.js";
import type { AddressSet } from "../net/address-set.js";
import type { SourceFile } from "../source/source-file.js";
import { loadList } from "./load-list.js";
import { folderOf, resolvePath } from "./policy-path.js";
import type { SourceReader } from "./source-reader.js";

/** A policy with all its files: includes replaced by what they include, list files read. */
export interface LoadedPolicy {
  readonly policy: PolicyFile;
  readonly listFiles: ReadonlyMap<ListStatement, AddressSet>;
  /** Whether all files could be read; what is missing may declare any name. */
  readonly isWhole: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads a policy from its root file. A file that is included twice stands where it was included first. */
export function loadPolicy(root: SourceFile, reader: SourceReader): LoadedPolicy {
  const loader = new Loader(root, reader);
  const statements = loader.load(root, "", [""]);
  const span = { file: root, start: 0, end: root.text.length };
  const { trivia, listFiles, isWhole, diagnostics } = loader;
  return {
    policy: { kind: "file", file: root, statements, trivia, span },
    listFiles,
    isWhole,
    diagnostics,
  };
}

class Loader {
  readonly trivia = new Map<Commented, Trivia>();
  readonly listFiles = new Map<ListStatement, AddressSet>();
  readonly diagnostics: Diagnostic[] = [];
  isWhole = true;
  private readonly rootFolder: string;
  private readonly reader: SourceReader;
  private readonly seen = new Set<string>();

  constructor(root: SourceFile, reader: SourceReader) {
    this.rootFolder = folderOf(root.name);
    this.seen.add(root.name.slice(this.rootFolder.length));
    this.reader = reader;
  }

  /** @param folder of the file, relative to the root's @param open the files that are being included */
  load(file: SourceFile, folder: string, open: readonly string[]): readonly Statement[] {
    const parsed = parsePolicy(file);
    for (const diagnostic of parsed.diagnostics) this.diagnostics.push(diagnostic);
    if (parsed.policy.statements.length === 0 && hasErrors(parsed.diagnostics))
      this.isWhole = false;
    for (const [node, trivia] of parsed.policy.trivia) this.trivia.set(node, trivia);
    return parsed.policy.statements.flatMap((statement) => {
      if (statement.kind === "include") return this.include(statement.path, folder, open);
      if (statement.kind === "list" && statement.from !== undefined) {
        this.readList(statement, statement.from, folder);
      }
      return [statement];
    });
  }

  private include(path: Text, folder: string, open: readonly string[]): readonly Statement[] {
    const target = this.resolve(path, folder);
    if (target === undefined) {
      this.isWhole = false;
      return [];
    }
    const root = this.rootName();
    if (open.includes(target) || target === root) {
      const circle = [...open.slice(target === root ? 0 : open.indexOf(target)), target].map(
        (name) => name || root,
      );
      this.diagnostics.push(report("SB2021", path.span, { path: circle.join(" → ") }));
      return [];
    }
    if (this.seen.has(target)) return [];
    this.seen.add(target);
    const read = this.reader.readPolicy(target);
    if ("problem" in read) {
      this.isWhole = false;
      this.diagnostics.push(report("SB2020", path.span, { path: path.text, why: read.problem }));
      return [];
    }
    return this.load(read.value, folderOf(target), [...open, target]);
  }

  private readList(statement: ListStatement, path: Text, folder: string): void {
    const target = this.resolve(path, folder);
    if (target === undefined) return;
    const read = this.reader.readList(target);
    if ("problem" in read) {
      this.diagnostics.push(report("SB2020", path.span, { path: path.text, why: read.problem }));
      return;
    }
    const { addresses, diagnostics } = loadList(
      `${this.rootFolder}${target}`,
      read.value,
      path.span,
    );
    for (const diagnostic of diagnostics) this.diagnostics.push(diagnostic);
    this.listFiles.set(statement, addresses);
  }

  private resolve(path: Text, folder: string): string | undefined {
    const target = resolvePath(folder, path.text);
    if (target === undefined) {
      this.diagnostics.push(report("SB2022", path.span, { path: path.text }));
    }
    return target;
  }

  private rootName(): string {
    return [...this.seen][0] ?? "";
  }
}
