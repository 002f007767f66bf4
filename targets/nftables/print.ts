import type { Artifact } from "../../src/target/target.js";
import { printHeader } from "./header.js";
import { type BaseChain, baseChains, type NftChain, type NftProgram } from "./model.js";
import { printRule } from "./print-rule.js";
import { printLimit, printMeter, printSet } from "./print-set.js";

/** One file for `nft -f`: a single transaction, which loads as often as one likes. */
export function printProgram(program: NftProgram): readonly Artifact[] {
  const name = `${program.table.replace("_", "-")}.nft`;
  return [{ name, lines: printFile(program, name) }];
}

function* printFile(program: NftProgram, name: string): Generator<string> {
  yield* printHeader(program, name);
  yield "";
  yield "# Rules and hooks are made anew. The sets stay, and with them who is listed, for how long.";
  yield* printClearing(program);
  yield "";
  yield* printRules(program);
}

/**
 * Takes the rules and hooks off and leaves the sets. A hook that an earlier version of the policy had goes
 * too; adding the chain first makes its deletion safe whether it was there or not.
 *
 * @param more chains to take off beside the base chains
 */
export function* printClearing(
  { table }: NftProgram,
  more: readonly string[] = [],
): Generator<string> {
  yield `table inet ${table}`;
  yield `flush table inet ${table}`;
  for (const chain of [...baseChains.map(({ name }) => name), ...more]) {
    yield `add chain inet ${table} ${chain}; delete chain inet ${table} ${chain}`;
  }
}

/** The sets and chains, to follow {@link printClearing} in the same transaction. */
export function* printRules(program: NftProgram): Generator<string> {
  const { table, sets, meters, limits, chains } = program;
  const fixed = sets.filter((set) => "members" in set);
  if (fixed.length > 0) {
    yield "# Lists with members of their own are filled anew.";
    for (const set of fixed) {
      const flags = set.kind === "intervals" ? " flags interval;" : "";
      yield `add set inet ${table} ${set.name} { type ${set.family}_addr;${flags} }`;
      yield `flush set inet ${table} ${set.name}`;
    }
    yield "";
  }
  yield `table inet ${table} {`;
  let first = true;
  const parts = [
    ...sets.map(printSet),
    ...meters.map(printMeter),
    ...limits.map(printLimit),
    ...chains.map(printChain),
  ];
  for (const part of parts) {
    if (!first) yield "";
    first = false;
    for (const line of part) yield line === "" ? "" : `  ${line}`;
  }
  yield "}";
}

function* printChain(chain: NftChain): Generator<string> {
  for (const remark of chain.remarks) yield `# ${remark}`;
  yield `chain ${chain.name} {`;
  if (chain.hook !== undefined) {
    yield `  ${hookLine(chain.hook)}`;
  }
  let first = chain.hook === undefined;
  for (const { remarks, rules } of chain.groups) {
    if (!first) yield "";
    first = false;
    for (const remark of remarks) yield `  # ${remark}`;
    for (const rule of rules) yield `  ${printRule(rule)}`;
  }
  yield "}";
}

export function hookLine(hook: BaseChain): string {
  return `type filter hook ${hook.point} priority ${priorityOf(hook)}; policy accept;`;
}

/** Before and after most people's tables, which have the priority of their own hook's name. */
export function priorityOf({ point, last }: BaseChain): string {
  if (point === "prerouting") return last ? "raw + 10" : "raw";
  return last ? "filter + 10" : "filter - 10";
}
