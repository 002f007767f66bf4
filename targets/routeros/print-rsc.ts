import { type Family, familyName } from "../../src/net/family.js";
import { entriesOf } from "./entries.js";
import {
  type FamilyProgram,
  type FilterRule,
  type RouterosList,
  type RouterosProgram,
  type Table,
  type TableProgram,
  tables,
} from "./model.js";
import { enter, requirements } from "./print-place.js";
import { propertiesOf } from "./properties.js";
import { commandLines, escaped, quoted, type Word, wordOf } from "./rsc-text.js";

/**
 * The program as a script for `/import`, which leaves one copy however often it runs and touches nothing that
 * does not carry the policy's comment. What leads into the chains goes first and comes back last, so that no
 * packet meets a chain that is half there. Every line stands for itself: `/import` runs them one by one, and
 * stops at the first that fails.
 */
export function* printRsc(program: RouterosProgram): Generator<string> {
  yield* header(program);
  for (const family of program.families) {
    for (const table of family.tables) {
      const needed = [...requirements(table, program.owner)];
      if (needed.length > 0) yield* ["", menuLine(family.family, table.table), ...needed];
    }
  }
  for (const family of program.cleared) {
    yield "";
    yield `# ${familyName(family)}`;
    yield* clear(family, program.owner);
    const filled = program.families.find((candidate) => candidate.family === family);
    if (filled !== undefined) yield* fill(filled, program.owner);
  }
}

function* header({
  policy,
  source,
  version,
  owner,
  renamings,
}: RouterosProgram): Generator<string> {
  yield `# ${remark(`The policy ${policy} of ${source}, for RouterOS ${version}, made by sinbinc.`)}`;
  yield "# Import it as often as you like; it replaces its own rules and entries, those whose comment";
  yield `# begins with "${owner} ", and leaves all others alone, also what the lists have learnt.`;
  if (renamings.length === 0) return;
  yield "#";
  yield "# Names that RouterOS carries under another spelling:";
  for (const { kind, name, spelled } of renamings) {
    yield `#   ${kind} ${remark(JSON.stringify(name))} is ${JSON.stringify(spelled)}`;
  }
}

/** A remark stays on its line, whatever stands in the policy. */
function remark(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, " ");
}

function menuLine(family: Family, menu: Table | "address-list"): string {
  return `${family === "ipv4" ? "/ip" : "/ipv6"} firewall ${menu}`;
}

/** Takes off what an earlier import has left: the ways in first, then the rest. */
function* clear(family: Family, owner: string): Generator<string> {
  const ours = `comment~${quoted(`^${owner} `)}`;
  for (const table of tables) {
    yield menuLine(family, table);
    yield `remove [find where ${ours} and ${waysIn[table]}]`;
    yield `remove [find where ${ours}]`;
  }
  yield menuLine(family, "address-list");
  yield `remove [find where ${ours} and dynamic=no]`;
}

const waysIn: Readonly<Record<Table, string>> = {
  filter: "(chain=input or chain=forward or chain=output)",
  raw: "chain=prerouting",
};

function* fill(program: FamilyProgram, owner: string): Generator<string> {
  const { family, lists } = program;
  for (const list of lists) yield* addList(list, family, owner);
  for (const table of program.tables) {
    yield "";
    yield menuLine(family, table.table);
    yield* fillTable(table, owner);
  }
}

function* fillTable({ chains, hooks }: TableProgram, owner: string): Generator<string> {
  for (const [index, { name, note, rules }] of chains.entries()) {
    if (index > 0) yield "";
    yield heading(`chain ${name}`, note);
    for (const rule of rules) yield* commandLines(addWords(rule, name));
  }
  for (const hook of hooks) {
    const rules = hook.rules.map((rule) => addWords(rule, hook.point));
    yield "";
    yield* enter(hook, rules, owner);
  }
}

function heading(what: string, note: string | undefined): string {
  return remark(note === undefined ? `# ${what}` : `# ${what}: ${note}`);
}

function addWords(rule: FilterRule, chain: string): readonly Word[] {
  return ["add", ...propertiesOf(rule, chain).map(([name, value]) => wordOf(name, value))];
}

const entriesPerLoop = 20;

/**
 * The entries of a list. Where the address is in the list already, `add` fails: a timed entry gives way, since
 * it would expire; another's permanent one serves as well as ours, and the log says so.
 */
function* addList(list: RouterosList, family: Family, owner: string): Generator<string> {
  const add = `add ${wordOf("list", list.name)} address=$entry ${wordOf("comment", list.comment)}`;
  const twin = `[find where list=${quoted(list.name)} and address=$entry and dynamic=yes]`;
  const warning = `"${escaped(`${owner}: list ${list.name} had`)} $entry already"`;
  yield "";
  yield heading(`list ${list.name}`, list.note);
  for (const entries of inGroups(entriesOf(list, family), entriesPerLoop)) {
    yield `:foreach entry in={${entries.map(quoted).join(";")}} do={`;
    yield `  :do { ${add} } on-error={`;
    yield `    remove ${twin}`;
    yield `    :do { ${add} } on-error={`;
    yield `      :log warning ${warning}`;
    yield "    }";
    yield "  }";
    yield "}";
  }
}

function* inGroups<T>(all: Iterable<T>, size: number): Generator<readonly T[]> {
  let group: T[] = [];
  for (const one of all) {
    group.push(one);
    if (group.length < size) continue;
    yield group;
    group = [];
  }
  if (group.length > 0) yield group;
}
