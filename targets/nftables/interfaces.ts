import type { Interface, InterfaceSpelling } from "../../src/ir/ruleset.js";

/** nftables itself, or a target that carries its text elsewhere. */
export interface Dialect {
  /** Its id. */
  readonly target: string;
  /** As diagnostics name it. */
  readonly title: string;
  /** Whose spellings of an interface it takes, the best first. */
  readonly spelledFor: readonly string[];
}

/** The spellings of the first target that the interface is spelled for. */
export function spellingsOf(nic: Interface, { spelledFor }: Dialect): readonly InterfaceSpelling[] {
  for (const target of spelledFor) {
    const own = nic.spellings.filter((spelling) => spelling.target === target);
    if (own.length > 0) return own;
  }
  return [];
}
