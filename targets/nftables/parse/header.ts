import type { Renaming } from "../model.js";

/** What the comments above the rules tell of a policy. */
export interface Header {
  readonly policy: string | undefined;
  readonly source: string;
  readonly renamings: readonly Renaming[];
  /** The sets whose members are shown how to list. */
  readonly shown: readonly string[];
}

/** @param comments the lines above the first statement; a listing has none */
export function readHeader(comments: readonly string[]): Header {
  const title = /^The policy (.*), made by sinbinc from (.*)\. For nft 1\.0\.6 and newer\.$/u.exec(
    comments[0] ?? "",
  );
  const renamings: Renaming[] = [];
  const shown: string[] = [];
  for (const comment of comments) {
    const [, kind, from, to] =
      /^ {2}(policy|list|chain) "(.*)" is (\S+) here$/u.exec(comment) ?? [];
    if (from !== undefined && to !== undefined) renamings.push({ kind: kindOf(kind), from, to });
    const set = / {3}nft list set inet \S+ (\S+)$/u.exec(comment)?.[1];
    if (set !== undefined) shown.push(set);
  }
  return { policy: title?.[1], source: title?.[2] ?? "", renamings, shown };
}

function kindOf(text: string | undefined): Renaming["kind"] {
  return text === "policy" || text === "chain" ? text : "list";
}
