import type { Artifact } from "../../../src/target/target.js";
import { printTitle, printUse } from "../header.js";
import type { NftProgram } from "../model.js";
import { printClearing, printRules } from "../print.js";
import { printDescription } from "./description.js";
import { helperLines, unitFiles } from "./files.js";

/** The policy, the command that loads and asks it, and the units that run that: the same two for every policy. */
export function printForSystemd(program: NftProgram): readonly Artifact[] {
  const name = program.table.replace(/^sinbin_/u, "");
  return [
    { name: `${name}.nft`, lines: printPolicy(program, name) },
    { name: "sinbin", lines: helperLines },
    ...unitFiles,
  ];
}

function* printPolicy(program: NftProgram, name: string): Generator<string> {
  yield `${printTitle(program)} For nft 1.0.6 and newer.`;
  yield `# A host with systemd keeps it in /etc/sinbin; sinbin@${name}.service loads it.`;
  yield "#";
  yield* printUse(program, ["load it", `systemctl enable --now sinbin@${name}`]);
  yield "";
  yield* printDescription(program);
  yield "";
  yield "# Rules and hooks are made anew. The sets stay, and with them who is listed, for how long.";
  yield* printClearing(program);
  yield "";
  yield* printRules(program);
}
