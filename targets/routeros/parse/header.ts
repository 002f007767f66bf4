import type { Renaming, RouterosProgram } from "../model.js";
import { policyOfOwner } from "./comment-origins.js";

/** What the first lines of a script say. */
export type Header = Pick<RouterosProgram, "version" | "policy" | "source" | "owner" | "renamings">;

/** @returns undefined when the remarks are not those of a script of ours */
export function readHeader(remarks: readonly string[]): Header | undefined {
  const [title = "", ...more] = remarks;
  const owner = more.map((line) => /^begins with "(sinbin:\S+) "/u.exec(line)?.[1]).find(Boolean);
  const policy = policyOfOwner(owner ?? "");
  const ending = /, for RouterOS (\S+), made by sinbinc\.$/u.exec(title);
  if (owner === undefined || policy === undefined || ending === null) return undefined;
  const beginning = `The policy ${oneLine(policy)} of `;
  if (!title.startsWith(beginning)) return undefined;
  return {
    version: ending[1] ?? "",
    policy,
    source: title.slice(beginning.length, ending.index),
    owner,
    renamings: more.flatMap(readRenaming),
  };
}

function readRenaming(line: string): readonly Renaming[] {
  const match = /^ {2}(list|chain) ("(?:[^"\\]|\\.)*") is ("(?:[^"\\]|\\.)*")$/u.exec(line);
  const name = readJsonText(match?.[2]);
  const spelled = readJsonText(match?.[3]);
  if (match === null || name === undefined || spelled === undefined) return [];
  return [{ kind: match[1] === "list" ? "list" : "chain", name, spelled }];
}

function readJsonText(text = ""): string | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "string" ? value : undefined;
  } catch {
    return undefined;
  }
}

function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, " ");
}
