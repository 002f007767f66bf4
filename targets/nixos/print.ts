import type { Artifact } from "../../src/target/target.js";
import {
  type NftProgram,
  printClearing,
  printRules,
  printTitle,
  printUse,
} from "../nftables/index.js";
import { printAssertions } from "./assertions.js";
import { indentedString } from "./indented-string.js";

/** One module file, to be named in `imports`. Laid out as nixfmt would (RFC 166). */
export function printModule(program: NftProgram): readonly Artifact[] {
  const name = `${program.table.replace("_", "-")}.nix`;
  return [{ name, lines: printFile(program, name) }];
}

function* printFile(program: NftProgram, name: string): Generator<string> {
  yield printTitle(program);
  yield "# A NixOS module; who is binned stays so over nixos-rebuild switch, but not over a reboot.";
  yield "#";
  yield* printUse(program, ["use it, in configuration.nix", `imports = [ ./${name} ];`]);
  for (const line of preamble) yield line;
  yield "in";
  yield "{";
  yield* indented(printOptions(program));
  yield "";
  yield* indented(printAssertions(program));
  yield "}";
}

/** nixpkgs' own library is not needed for the one thing that has to be looked for in others' text. */
const preamble: readonly string[] = [
  "{ config, ... }:",
  "let",
  "  cfg = config.networking.nftables;",
  '  linesOf = text: builtins.filter builtins.isString (builtins.split "\\n" text);',
  '  isFlush = line: builtins.match "[[:space:]]*flush[[:space:]]+ruleset.*" line != null;',
  "  flushes = text: builtins.any isFlush (linesOf text);",
];

/**
 * NixOS would delete and make anew a table of `networking.nftables.tables`, with its elements. So the text
 * goes to `ruleset`, and what is to be taken off before it to `extraDeletions`, which NixOS also keeps and
 * runs before the next generation's rules, in the same transaction: no chain outlives its policy.
 */
function* printOptions(program: NftProgram): Generator<string> {
  const regular = program.chains.filter(({ hook }) => hook === undefined).map(({ name }) => name);
  yield "networking.nftables = {";
  yield "  enable = true;";
  yield "  # With a ruleset of one's own the default is to flush everything, and who is binned with it.";
  yield "  flushRuleset = false;";
  yield* indented(indentedString("extraDeletions = ", printClearing(program, regular)), ";");
  yield* indented(indentedString("ruleset = ", printRules(program)), ";");
  yield "};";
}

/** @param end what the last line ends with */
function* indented(lines: Iterable<string>, end = ""): Generator<string> {
  let held: string | undefined;
  for (const line of lines) {
    if (held !== undefined) yield held;
    held = line === "" ? "" : `  ${line}`;
  }
  if (held !== undefined) yield held + end;
}
