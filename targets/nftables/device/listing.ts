/** A part of a table as `nft list table` shows it: a set, a chain, a counter, … */
export interface Block {
  /** `set`, `chain`, `map`, `ct helper`, … */
  readonly kind: string;
  readonly name: string;
  /** Between the braces, without the blanks before. */
  readonly lines: readonly string[];
}

/**
 * The parts of one table, whatever they are: what others have put there as well. nft indents parts by one tab and what
 * is in them by two or more (`src/rule.c` of nftables, `table_print` and its kin).
 */
export function blocksOf(listing: string): readonly Block[] {
  const blocks: Block[] = [];
  let open: { kind: string; name: string; lines: string[] } | undefined;
  for (const line of listing.split("\n")) {
    if (open === undefined) {
      const [, kind = "", name = ""] = /^\t([a-z]+(?: [a-z]+)?) (\S+) \{$/u.exec(line) ?? [];
      if (name !== "") open = { kind, name, lines: [] };
    } else if (line === "\t}") {
      blocks.push(open);
      open = undefined;
    } else if (line.trim() !== "") {
      open.lines.push(line.trim());
    }
  }
  return blocks;
}
