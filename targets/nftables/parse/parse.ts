import { type Diagnostic, outcome, type Outcome } from "../../../src/diagnostics/diagnostic.js";
import { report } from "../../../src/diagnostics/report.js";
import type { SourceFile } from "../../../src/source/source-file.js";
import type { NamedLimit, NftChain, NftProgram } from "../model.js";
import { readChain } from "./chain.js";
import { type Cursor, cursorOf, type Fault, wordsFor } from "./cursor.js";
import { readHeader } from "./header.js";
import { type DeclaredSet, modelSets, readNamedLimit, readSet } from "./sets.js";
import { name, skipLines } from "./values.js";

/**
 * Reads back what this target prints, and what `nft list table` shows of it once it is loaded. From our own text
 * the program comes back whole. A listing has lost the comments above rules, and with them the policy's
 * own name and file, the names that had to be changed and which lists are binned; beside that, what nft itself
 * leaves out, orders or names anew.
 */
export function parseProgram(file: SourceFile): Outcome<NftProgram> {
  const cursor = cursorOf(file);
  const draft: Draft = { table: undefined, sets: [], limits: [], chains: [], comments: [] };
  const faults: Fault[] = [];
  const recover = (): void => {
    const fault = cursor.takeFault();
    if (fault !== undefined) faults.push(fault);
    while (cursor.token.kind !== "line" && cursor.token.kind !== "end") cursor.skip();
  };
  while (cursor.token.kind !== "end") {
    const { kind } = cursor.token;
    if (kind === "line") cursor.skip();
    else if (kind === "comment") keepComment(cursor, draft);
    else if (!readStatement(cursor, draft, recover)) {
      // Of what is not a rule nobody knows where it ends.
      recover();
      break;
    }
  }
  if (draft.table === undefined && faults.length === 0) faults.push(faultOf(cursor, "a table"));
  if (faults.length === 0) faults.push(...undeclared(cursor, draft));
  return outcome(
    programOf(draft),
    faults.map((fault) => diagnosticOf(file, fault)),
  );
}

interface Draft {
  table: string | undefined;
  /** Above the first statement. */
  readonly comments: string[];
  readonly sets: DeclaredSet[];
  readonly limits: NamedLimit[];
  readonly chains: NftChain[];
}

function diagnosticOf(file: SourceFile, { expected, found }: Fault): Diagnostic {
  const span = { file, start: found.start, end: found.end };
  return report("SB7002", span, { expected, found: wordsFor(found) });
}

function faultOf(cursor: Cursor, expected: string): Fault {
  return { expected, found: cursor.token };
}

function keepComment(cursor: Cursor, { table, comments }: Draft): void {
  const { text } = cursor.skip();
  if (table === undefined) comments.push(text);
}

/** A statement of the file: what clears the table, and the table. */
function readStatement(cursor: Cursor, draft: Draft, recover: () => void): boolean {
  if (cursor.take("table")) {
    if (!readTableName(cursor, draft)) return false;
    return cursor.take("{") ? readTable(cursor, draft, recover) : true;
  }
  if (cursor.take("flush", "table")) return readTableName(cursor, draft);
  if (cursor.take("flush", "set")) return readTableName(cursor, draft) && isRead(name(cursor));
  if (cursor.take("add", "chain")) {
    if (!readTableName(cursor, draft) || !isRead(name(cursor))) return false;
    if (!cursor.expect(";", "delete", "chain")) return false;
    return readTableName(cursor, draft) && isRead(name(cursor));
  }
  if (cursor.take("add", "set")) return readTableName(cursor, draft) && isRead(readSet(cursor));
  cursor.fail("a table, or what clears one");
  return false;
}

function isRead(value: unknown): boolean {
  return value !== undefined;
}

/** All is about one table. */
function readTableName(cursor: Cursor, draft: Draft): boolean {
  if (!cursor.expect("inet")) return false;
  const { table } = draft;
  if (table !== undefined) return cursor.expect(table);
  const own = name(cursor);
  draft.table = own;
  return own !== undefined;
}

function readTable(cursor: Cursor, draft: Draft, recover: () => void): boolean {
  let remarks: string[] = [];
  for (;;) {
    const { kind } = cursor.token;
    if (cursor.take("}")) return true;
    if (kind === "end") {
      cursor.fail("`}`");
      return false;
    }
    if (kind === "comment") {
      remarks.push(cursor.skip().text);
      skipLines(cursor);
      continue;
    }
    if (kind === "line") {
      cursor.skip();
      continue;
    }
    if (!readObject(cursor, draft, remarks, recover)) return false;
    remarks = [];
  }
}

function readObject(
  cursor: Cursor,
  draft: Draft,
  remarks: readonly string[],
  recover: () => void,
): boolean {
  if (cursor.take("set")) return kept(draft.sets, readSet(cursor));
  if (cursor.take("limit")) return kept(draft.limits, readNamedLimit(cursor));
  if (cursor.take("chain")) return kept(draft.chains, readChain(cursor, remarks, recover));
  cursor.fail("`set`, `limit`, `chain` or `}`");
  return false;
}

function kept<T>(all: T[], one: T | undefined): boolean {
  if (one !== undefined) all.push(one);
  return one !== undefined;
}

/** nft would not load a rule that names what is not there. */
function undeclared({ uses }: Cursor, { sets, limits, chains }: Draft): readonly Fault[] {
  const known = {
    set: new Set(sets.map((set) => `@${set.name}`)),
    limit: new Set(limits.map((limit) => limit.name)),
    chain: new Set(chains.map((chain) => chain.name)),
  };
  return uses
    .filter(({ kind, token }) => !known[kind].has(token.text))
    .map(({ kind, token }) => ({ expected: `a ${kind} that the table has`, found: token }));
}

function programOf({ table = "", comments, sets, limits, chains }: Draft): NftProgram {
  const { policy, source, renamings, shown } = readHeader(comments);
  const listNames = new Map(
    renamings.filter(({ kind }) => kind === "list").map(({ from, to }) => [to, from]),
  );
  const model = modelSets(sets, listNames);
  const binned = model.sets.filter((set) => shown.includes(set.name)).map(({ list }) => list);
  return {
    policy: policy ?? table.replace(/^sinbin_/u, ""),
    source,
    table,
    ...model,
    limits,
    chains,
    renamings,
    binned: [...new Set(binned)],
  };
}
