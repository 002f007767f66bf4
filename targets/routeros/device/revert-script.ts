import type { Family } from "../../../src/net/family.js";
import type { Table } from "../model.js";
import { quoted } from "../rsc-text.js";

/** How a jump was before a cut-over. */
export interface JumpBefore {
  readonly family: Family;
  readonly table: Table;
  readonly point: string;
  readonly comment: string;
  /** What it led to; undefined for one that led nowhere. */
  readonly target: string | undefined;
  /** It takes another's place; then its comment is also that of the other's bypass, in another chain. */
  readonly moves: boolean;
}

/**
 * What the router does by itself when nobody calls it off: each jump as it was, then the timer away. Jumps are found
 * by comment and chain, since ids change when safe mode takes changes back; every step may fail by itself and be
 * run again (RouterOS manual, "Scripting").
 */
export function revertScript(jumps: readonly JumpBefore[], timer: string): string {
  const steps = [...jumps.map(restore), `/system scheduler remove [find name=${quoted(timer)}]`];
  return steps.map((step) => `:do {${step}} on-error={}`).join("; ");
}

function restore({ family, table, point, comment, target, moves }: JumpBefore): string {
  const menu = `${family === "ipv4" ? "/ip" : "/ipv6"} firewall ${table}`;
  const jump = `[find ${moves ? "" : `chain=${point} `}comment=${quoted(comment)}]`;
  return target === undefined
    ? `${menu} set ${jump} disabled=yes`
    : `${menu} set ${jump} jump-target=${quoted(target)} disabled=no`;
}
