import { familyName } from "../../src/net/family.js";
import { dynamicSetSize } from "./capabilities.js";
import type { NftProgram } from "./model.js";

/** What a person at the device needs to know, as comment lines. */
export function* printHeader(program: NftProgram, file: string): Generator<string> {
  yield `${printTitle(program)} For nft 1.0.6 and newer.`;
  yield "#";
  yield* printUse(program, ["load; again: bans stay", `nft -f ${file}`]);
}

export function printTitle({ policy, source }: NftProgram): string {
  return `# The policy ${oneLine(policy)}, made by sinbinc from ${oneLine(source)}.`;
}

/** The commands of everyday, and the names that were changed. @param first how to begin: purpose and command */
export function* printUse(
  program: NftProgram,
  first: readonly [string, string],
): Generator<string> {
  const commands = [first, ...useCommands(program)];
  const width = Math.max(...commands.map(([purpose]) => purpose.length));
  for (const [purpose, command] of commands) yield `#   ${purpose.padEnd(width)}   ${command}`;
  if (
    program.sets.some(
      (set) => !("members" in set) && (set.size !== dynamicSetSize || set.per !== undefined),
    )
  ) {
    yield "#";
    yield "# A list with another `max` or `per` is another set, which begins empty.";
  }
  if (program.renamings.length === 0) return;
  yield "#";
  yield "# Names that nft cannot spell:";
  for (const { kind, from, to } of program.renamings) {
    yield `#   ${kind} "${oneLine(from)}" is ${to} here`;
  }
}

function useCommands({ table, sets, binned }: NftProgram): readonly (readonly [string, string])[] {
  const commands: (readonly [string, string])[] = [];
  for (const set of sets) {
    if ("members" in set || !binned.includes(set.list)) continue;
    const address = set.family === "ipv4" ? "203.0.113.7" : "2001:db8::7";
    const family = familyName(set.family);
    commands.push(
      [`who is in ${oneLine(set.list)}, ${family}`, `nft list set inet ${table} ${set.name}`],
      ["take one out", `nft delete element inet ${table} ${set.name} { ${address} }`],
    );
  }
  commands.push(
    ["what the rules did", `nft list table inet ${table}`],
    ["take it all away, bans too", `nft delete table inet ${table}`],
  );
  return commands;
}

/** A comment ends with its line. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]/gu, "?");
}
